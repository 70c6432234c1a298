"""Makes the shipped list of the jars of a Neo4j release. For maintainers:

python -m graph_service.graph.local.update_jar_list 2026.09.0            (writes the list)
python -m graph_service.graph.local.update_jar_list 2026.09.0 --check    (compares the list with Maven Central)
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from graph_service.graph.local.jar_list import Jar, jar_list_file, read_jar_list, sha256_of
from graph_service.graph.local.maven_repository import MavenRepository
from graph_service.graph.local.maven_resolver import resolve_and_download
from graph_service.graph.local.releases import Release, parse_release


def main(arguments: list[str] | None = None) -> int:
    """Writes the list of a release or, with --check, compares it. Prints differences; then the exit code is 1."""
    parser = argparse.ArgumentParser(prog="python -m graph_service.graph.local.update_jar_list")
    parser.add_argument("version", type=parse_release, help="a release of Neo4j, such as 2026.09.0")
    parser.add_argument("--check", action="store_true", help="compare the list with Maven Central instead of writing it")
    options = parser.parse_args(arguments)
    jars = resolve_jar_list(options.version)
    if options.check:
        differences = sorted(set(read_jar_list(options.version)) ^ set(jars), key=lambda jar: jar.path)
        sys.stdout.writelines(f"differs: {jar.path} {jar.sha256}\n" for jar in differences)
        return 1 if differences else 0
    file = jar_list_file(options.version)
    file.write_text("".join(f"{jar.sha256} {jar.size} {jar.path}\n" for jar in jars), encoding="utf-8")
    return 0


def resolve_jar_list(release: Release) -> tuple[Jar, ...]:
    """The jars of a release as Maven Central has them now, downloaded into a temporary repository."""
    with TemporaryDirectory(prefix="graph-service-") as name:
        folder = Path(name)
        jars = resolve_and_download(release, MavenRepository(lambda _: None, folder=folder))
        return tuple(Jar(sha256_of(jar) or "", jar.stat().st_size, jar.relative_to(folder).as_posix()) for jar in jars)


if __name__ == "__main__":
    sys.exit(main())
