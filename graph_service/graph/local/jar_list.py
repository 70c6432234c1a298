"""The shipped lists of Neo4j's jars with their digests: a first start needs no resolution, and verifies what it downloads.

update_jar_list.py makes them.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from graph_service.graph.local.releases import Release

FOLDER = Path(__file__).with_name("jars")


@dataclass(frozen=True, slots=True)
class Jar:
    """One line of a list. size: in bytes; path: in a Maven repository, with slashes."""

    sha256: str
    size: int
    path: str


def read_jar_list(release: Release) -> tuple[Jar, ...]:
    """The jars of a release in the order of its class path; empty when no list of this release is shipped."""
    file = jar_list_file(release)
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return tuple(Jar(sha256, int(size), path) for sha256, size, path in (line.split() for line in lines))


def sha256_of(path: Path) -> str | None:
    """The digest of a file in hexadecimal; None when there is no such file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def jar_list_file(release: Release) -> Path:
    """The list of a release: one line for each jar with its digest, size and path. Exists for the default release only."""
    return FOLDER / f"neo4j-{release.text}.txt"
