"""The archive of a backup: a ZIP file with one JSON Lines file per label, and a manifest with counts, digests and versions."""

import hashlib
import json
import os
import zipfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, cast
from uuid import uuid4

from graph_service.errors import Conflict, InvalidInput
from graph_service.model.labels import Label

KIND: Final = "graph-service backup"
LAYOUT: Final = 1  # of the archive; raised when an older version could not restore a newer archive
MANIFEST: Final = "manifest.json"
CHUNK: Final = 1 << 20  # bytes
MAX_MANIFEST: Final = 1_000_000  # bytes
LABELS: Final = tuple(label for label in Label if label is not Label.SEQUENCE)  # the counter is in the manifest
ADDED_LATER: Final = (Label.CONVERSATION, Label.IMPORTED_CHANGE, Label.TASK)  # archives of earlier versions have no file for these


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive contains.

    lastActivity: the value of the counter of the activity log. migrations: the checksums of the applied files of schema/ by name. nodes,
    relationships: counts by label and type. sha256: the digest of each file.
    """

    kind: str
    layout: int
    graphService: str  # noqa: N815 - as in the file
    createdAt: str  # noqa: N815
    lastActivity: int  # noqa: N815
    migrations: Mapping[str, str]
    nodes: Mapping[str, int]
    relationships: Mapping[str, int]
    sha256: Mapping[str, str]


class ArchiveWriter:
    """Writes the files of an archive, one after another. `digests` maps each finished file to its SHA-256."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.digests: dict[str, str] = {}

    @contextmanager
    def file(self, label: Label) -> "Generator[LinesWriter]":
        name = file_name(label)
        writer = LinesWriter()
        with self._archive.open(name, "w", force_zip64=True) as entry:
            writer.write_bytes = entry.write
            yield writer
        self.digests[name] = writer.digest.hexdigest()

    def finish(self, manifest: Manifest) -> None:
        """Writes the manifest, without which an archive is not complete."""
        self._archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))


class LinesWriter:
    """Writes JSON values, one per line."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()
        self.write_bytes: Any = None

    def write(self, values: Iterable[Any]) -> None:
        """Adds lines."""
        data = "".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n" for value in values).encode()
        self.digest.update(data)
        self.write_bytes(data)


def file_name(label: Label) -> str:
    return f"nodes/{label.value}.jsonl"


@contextmanager
def completed_file(path: Path) -> Generator[Path]:
    """The path of a new file that takes its name at the end of the block, and is deleted if it fails. Raises Conflict if the file exists."""
    if path.exists():
        raise Conflict(f"{path} already exists. Choose another name, or delete it first.")
    partial = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        yield partial
        partial.rename(path)
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written: {error.strerror}. Choose another file.") from error
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def new_archive(path: Path) -> Generator[ArchiveWriter]:
    """An archive at this path, in place of what is there. Only its owner can read it."""
    with path.open("wb") as file:
        path.chmod(0o600)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
            yield ArchiveWriter(archive)
        os.fsync(file.fileno())


def read_manifest(path: Path) -> Manifest:
    """The manifest of an archive, after a check of every file in it. Raises InvalidInput if the archive is damaged or is no backup."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _parse_manifest(path, archive)
            if {MANIFEST, *manifest.sha256} != set(archive.namelist()) or not _has_all_files(manifest):
                raise InvalidInput(f"{path} does not contain the files that its manifest lists. Use another backup.")
            for name, expected in manifest.sha256.items():
                if _digest(archive, name) != expected:
                    raise InvalidInput(f"{path} is damaged: {name} has changed since the backup. Use another backup.")
            return manifest
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise InvalidInput(f"{path} is damaged or is not a backup made by graph-service: {error}.") from error


def _has_all_files(manifest: Manifest) -> bool:
    """Whether the archive has a file for each label that there was when it was made, and no other."""
    known = {file_name(label): label for label in LABELS}
    return known.keys() - {file_name(label) for label in ADDED_LATER} <= manifest.sha256.keys() <= known.keys()


def _parse_manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    if MANIFEST not in archive.namelist() or archive.getinfo(MANIFEST).file_size > MAX_MANIFEST:
        raise InvalidInput(f"{path} is not a backup made by graph-service: it has no {MANIFEST}.")
    data: Any = json.loads(archive.read(MANIFEST))
    if not isinstance(data, dict) or cast("dict[str, Any]", data).get("kind") != KIND:
        raise InvalidInput(f"{path} is not a backup made by graph-service.")
    fields = cast("dict[str, Any]", data)
    if fields.get("layout") != LAYOUT:
        raise InvalidInput(f"{path} was made by graph-service {fields.get('graphService')}, which is newer. Restore it with that version.")
    try:
        return Manifest(**fields)
    except TypeError as error:
        raise InvalidInput(f"{path} is not a backup made by graph-service: its manifest has other fields.") from error


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_lines(path: Path, label: Label) -> Iterator[Any]:
    """The values in the file of a label; none if the archive is older than the label."""
    with zipfile.ZipFile(path) as archive:
        if file_name(label) in archive.namelist():
            with archive.open(file_name(label)) as file:
                yield from map(json.loads, file)
