"""Resolves the dependencies of a Neo4j release with jgo, for releases without a shipped list. Importing this module needs the extra `local`."""

import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from jgo.maven import Artifact, MavenContext, PythonResolver
from jgo.parse import Coordinate

from graph_service.errors import InvalidInput
from graph_service.graph.local.jar_list import read_jar_list
from graph_service.graph.local.maven_repository import MavenRepository, in_parallel
from graph_service.graph.local.releases import DEFAULT_RELEASE, Release

PARENT = re.compile(rb"<parent>.*?</parent>", re.DOTALL)
COORDINATE = re.compile(rb"<(groupId|artifactId|version)>\s*([^\s<$]+)\s*</")


def resolve_and_download(release: Release, repository: MavenRepository) -> list[Path]:
    """The jars of a release and of its dependencies, in a stable order. Downloads those that are missing.

    Raises InvalidInput when Maven Central has no such release; requests.RequestException when it cannot be reached.
    """
    _prefetch_poms(release, repository)
    resolver = _AtomicResolver(repository)
    context = MavenContext(resolver=resolver, repo_cache=repository.folder, remote_repos={"central": repository.remote})
    dependencies = [replace(Coordinate.parse(text), scope="compile") for text in release.coordinates]
    direct, transitive = resolver.resolve([context.create_dependency(coordinate) for coordinate in dependencies])
    artifacts = [dependency.artifact for dependency in direct] + [
        dependency.artifact for dependency in transitive if dependency.scope in ("compile", "runtime")
    ]
    missing = [artifact for artifact in artifacts if not _is_jar(_jar_path(artifact))]
    repository.expect(len(missing))
    in_parallel(resolver.download, missing)
    return [_jar_path(artifact) for artifact in artifacts]


def _prefetch_poms(release: Release, repository: MavenRepository) -> None:
    """Downloads in parallel the POM files that jgo will probably read one after another: those of the default release, in this version.

    Most modules of Neo4j are the same in both; a file that does not exist costs one request. Parents follow in rounds.
    """
    jars = (jar.path.replace(DEFAULT_RELEASE.text, release.text) for jar in read_jar_list(DEFAULT_RELEASE))
    paths = {_pom_path(PurePosixPath(jar)) for jar in jars}
    while missing := [path for path in sorted(paths) if not (repository.folder / path).is_file()]:
        arrived = [path for path, exists in zip(missing, in_parallel(repository.download, missing), strict=True) if exists]
        paths = set(_parents(repository.folder / path for path in arrived))


def _pom_path(jar: PurePosixPath) -> str:
    version = jar.parent
    return str(version / f"{version.parent.name}-{version.name}.pom")


def _parents(poms: Iterable[Path]) -> Iterable[str]:
    for pom in poms:
        if match := PARENT.search(pom.read_bytes()):
            of = {name.decode(): value.decode() for name, value in COORDINATE.findall(match[0])}
            if len(of) == len(("groupId", "artifactId", "version")):
                yield f"{of['groupId'].replace('.', '/')}/{of['artifactId']}/{of['version']}/{of['artifactId']}-{of['version']}.pom"


class _AtomicResolver(PythonResolver):
    """Writes a file only when it is complete. jgo itself writes while it receives, and would use an interrupted download the next time."""

    def __init__(self, repository: MavenRepository) -> None:
        super().__init__()
        self._repository = repository

    def download(self, artifact: Artifact) -> Path:
        if self._repository.download(f"{artifact.component.path_prefix.as_posix()}/{artifact.filename}"):
            return _jar_path(artifact)
        name = f"{artifact.groupId}:{artifact.artifactId}:{artifact.version}"
        raise InvalidInput(
            f"Maven Central has no {name}. Set GRAPH_SERVICE_NEO4J_VERSION to an existing release of Neo4j, for example {DEFAULT_RELEASE.text}."
        )


def _jar_path(artifact: Artifact) -> Path:
    return artifact.context.repo_cache / artifact.component.path_prefix / artifact.cached_filename


def _is_jar(path: Path) -> bool:
    """False also for a file that another tool did not finish."""
    return path.is_file() and zipfile.is_zipfile(path)
