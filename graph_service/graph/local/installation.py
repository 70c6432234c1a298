"""A Neo4j that can be started on this machine: a release, a suitable Java, and the class path."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from graph_service.graph.local.class_path import find_class_path
from graph_service.graph.local.data_directory import APPLICATION, DataDirectory
from graph_service.graph.local.java import Java, find_java
from graph_service.graph.local.releases import Release, parse_release
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.graph.local.maven_repository import Download


@dataclass(frozen=True, slots=True)
class Installation:
    """The parts that Neo4j is started from. cache: a folder for files that can be recreated."""

    release: Release
    java: Java
    class_path: tuple[Path, ...]
    cache: Path

    def environment(self, directory: DataDirectory) -> dict[str, str]:
        """The environment of every Java process of this Neo4j."""
        class_path = os.pathsep.join(map(str, self.class_path))
        return {**os.environ, "NEO4J_HOME": str(directory.path), "NEO4J_CONF": str(directory.path / "conf"), "CLASSPATH": class_path}


def find_installation(settings: Settings, report: "Callable[[Download], None]" = lambda _: None) -> Installation:
    """Finds Java and Neo4j, and downloads the files that are not on this machine yet. report: receives the progress of the download.

    From the second call on it takes a fraction of a second and no network. InvalidInput and Unavailable say what is missing.
    """
    release = parse_release(settings.neo4j_version)
    java = find_java(release, settings.java_home)
    cache = platformdirs.user_cache_path(APPLICATION, appauthor=False)
    return Installation(release, java, find_class_path(release, cache, report), cache)
