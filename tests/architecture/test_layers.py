"""The layers of graph_service and their allowed imports. LAYERS is the rule; the map of packages in README.md describes it in words.

The layer of a module tells a reader what the module cannot do. Cypher and the driver are confined to a few packages, the compiler works for
any graph, and the mathematics can be read without knowing GraphQL. There are no exceptions for single modules.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = "graph_service"

# Module or package directly below graph_service/ -> modules and packages it may import.
PACKAGES: dict[str, set[str]] = {
    "asgi": {"app", "settings"},
    "cli": {
        "model",
        "domain",  # stems of lessons, when the database is prepared
        "app",
        "api",
        "access",
        "metrics",
        "ingest",
        "export",
        "backup",
        "analysis",
        "report",
        "health",
        "graph",
        "settings",
        "errors",
        "logs",
        "package_data",
    },
    "app": {"domain", "ingest", "export", "api", "web", "health", "access", "metrics", "graph", "settings", "rate_limit", "package_data"},
    "package_data": set(),  # locates schema/ and seed/, in a checkout and in a wheel
    "settings": {"errors"},
    "errors": set(),
    "callers": {"errors"},  # who sends a request: any layer may check what they may do
    "lru_cache": set(),
    "rate_limit": {"lru_cache"},
    "page_size": {"errors"},
    "iso_date": set(),
    "formula_guard": set(),
    "unicode": set(),
    "language": set(),  # how words are stemmed: the same for what is stored, searched and compared
    "name_values": set(),  # the text form of additional fields, which the import writes and the compiler reads
    "logs": set(),
    "metrics": set(),  # any layer may count events
    "tracing": set(),  # any layer may trace
    "access": {"callers", "settings", "lru_cache", "rate_limit", "metrics", "tracing", "errors", "logs"},
    "graph": {"settings", "errors", "logs", "metrics", "tracing"},
    "model": set(),  # the vocabulary of the PMO; mapping and compiler work for any graph and do not import it
    "mapping": {"page_size", "iso_date"},
    "compiler": {"callers", "mapping", "name_values", "language", "graph", "page_size", "lru_cache", "errors"},
    "domain": {"callers", "model", "graph", "iso_date", "unicode", "language", "errors"},
    "report": {"model", "page_size", "analysis", "domain", "graph", "errors"},  # graph: reads names; domain: currencies
    "ingest": {"callers", "model", "domain", "graph", "unicode", "language", "formula_guard", "name_values", "errors"},
    "export": {"model", "domain", "ingest", "graph", "formula_guard", "errors"},  # ingest: the columns of the import tables
    "backup": {"model", "domain", "ingest", "export", "graph", "errors"},  # ingest: the lease; export: reads the graph in one state
    "health": {
        "model",
        "domain",
        "analysis",
        "export",  # the template of risk lists
        "access",
        "metrics",
        "graph",
        "settings",
        "errors",
        "logs",
        "package_data",
    },  # the checks behind `doctor` and /readyz
    "api": {
        "model",
        "language",
        "unicode",
        "formula_guard",
        "mapping",
        "compiler",
        "domain",
        "analysis",
        "ingest",  # imports of uploaded files
        "export",  # risk lists as workbooks
        "access",
        "graph",
        "tracing",
        "page_size",
        "lru_cache",
        "rate_limit",
        "errors",
        "logs",
    },
    "web": set(),
    "analysis": set(),
}
# The packages of analysis/ from bottom to top: each may import the packages above it in this list, and the layers in its set.
COMMON = {"model", "language", "lru_cache", "page_size", "errors"}
ANALYSIS = {
    "statistics": set[str](),  # numpy only
    "facts": COMMON,
    "organisation": COMMON,
    "columns": COMMON | {"graph", "metrics"},  # the only package of analysis/ that reads the graph
    "scope": COMMON,
    "null_model": COMMON,
    "people": COMMON,
    "relevance": COMMON,
    "measures": COMMON,
}
# Layer -> layers it may import. A layer is a package of analysis/ or another module or package directly below graph_service/.
LAYERS = {layer: below | {f"analysis.{name}" for name in ANALYSIS if "analysis" in below} for layer, below in PACKAGES.items()} | {
    f"analysis.{name}": besides | {f"analysis.{below}" for below in list(ANALYSIS)[:at]}
    for at, (name, besides) in enumerate(ANALYSIS.items())
}

# Package -> the only layers that may import it.
IMPORTED_ONLY_IN: dict[str, set[str]] = {
    "neo4j": {"graph"},
    "strawberry": {"api", "mapping", "compiler"},
    "graphql": {"api", "compiler"},
    "starlette": {"app", "api", "web", "access"},
    "prometheus_client": {"metrics"},
    "opentelemetry": {"tracing"},
    "igraph": {"analysis.people"},
}
# Imported by every layer, before anything is set up: they may import only the standard library.
STDLIB_ONLY = {"model", "settings", "errors", "callers", "iso_date", "logs", "package_data"}

TOP_LEVEL = {"pyproject.toml", "graph_service", "schema", "seed", "tests", "docker-compose.yml", "README.md"}


def modules() -> dict[str, Path]:
    """Dotted name -> file, for every module of graph_service."""
    files = sorted((ROOT / PACKAGE).rglob("*.py"))
    return {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


MODULES = modules()


def layer_of(module: str) -> str | None:
    """The layer of a graph_service module; None for graph_service itself and for other packages."""
    parts = module.split(".")
    if parts[0] != PACKAGE or len(parts) == 1:
        return None
    return ".".join(parts[1:3]) if parts[1] == "analysis" else parts[1]


def imports(module: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import below a node, at any depth; an imported name that is a module counts as that module."""
    package = module if MODULES.get(module, Path()).name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield node.lineno, inner if inner in MODULES or base == PACKAGE else base


def broken_rules(module: str, source: str) -> list[str]:
    """The forbidden imports of one module, one message each."""
    layer = layer_of(module)
    if layer is None:
        return [f"line {line}: {PACKAGE}/__init__.py imports nothing" for line, _ in imports(module, ast.parse(source))]
    allowed = LAYERS.get(layer, set()) | {layer}
    return [
        f"line {line} imports {target}: {fault}"
        for line, target in imports(module, ast.parse(source))
        if (fault := _fault(layer, allowed, target))
    ]


def _fault(layer: str, allowed: set[str], target: str) -> str | None:
    other, top = layer_of(target), target.partition(".")[0]
    if other is not None and other not in allowed:
        return f"{layer} may import only {', '.join(sorted(allowed))}"
    if top in IMPORTED_ONLY_IN and layer not in IMPORTED_ONLY_IN[top]:
        return f"{top} is imported only in {', '.join(sorted(IMPORTED_ONLY_IN[top]))}"
    if layer in STDLIB_ONLY and top != PACKAGE and top not in sys.stdlib_module_names:
        return f"{layer} may import only the standard library"
    return None


def test_every_module_is_in_a_layer() -> None:
    homeless = [module for module in MODULES if layer_of(module) not in {None, *LAYERS}]
    assert homeless == [], "move it into a layer, or add the new layer to LAYERS and to README.md"


def test_modules_import_only_what_their_layer_may() -> None:
    faults = {module: broken_rules(module, file.read_text()) for module, file in MODULES.items()}
    assert {module: rules for module, rules in faults.items() if rules} == {}, "see LAYERS in tests/architecture/test_layers.py"


def test_imports_have_no_cycles() -> None:
    """Modules in a cycle cannot be understood or tested separately. Imports under TYPE_CHECKING are ignored because they never run."""
    graph: dict[str, set[str]] = {}
    for module, file in MODULES.items():
        tree = _without_type_checking(ast.parse(file.read_text()))
        graph[module] = {target for _, target in imports(module, tree) if target in MODULES} - {module}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        pytest.fail(f"{' <- '.join(cycle.args[1])}: move what both need into a third module")


def _without_type_checking(tree: ast.Module) -> ast.Module:
    class Drop(ast.NodeTransformer):
        def visit_If(self, node: ast.If) -> ast.AST | None:
            name = getattr(node.test, "attr", getattr(node.test, "id", None))
            return None if name == "TYPE_CHECKING" else self.generic_visit(node)

    return Drop().visit(tree)


def test_layers_have_no_cycles() -> None:
    TopologicalSorter({layer: below - {layer} for layer, below in LAYERS.items()}).prepare()


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("graph_service.domain.reuses", "from graph_service.api.nodes.lessons import Lesson"),
        ("graph_service.domain.reuses", "from graph_service import api"),
        ("graph_service.domain.reuses", "from ..compiler import markers"),
        ("graph_service.analysis.measures.silos", "from graph_service.graph import Graph"),
        ("graph_service.analysis.relevance.expertise", "from graph_service.analysis.measures import silos"),
        ("graph_service.analysis.statistics.wilson", "from graph_service.analysis.facts.arrays import Floats"),
        ("graph_service.analysis.facts.memo", "import igraph"),
        ("graph_service.api.nodes.lessons", "def late():\n    import neo4j.time"),
        ("graph_service.ingest.source_files", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from strawberry import ID"),
        ("graph_service.graph.driver", "import starlette.responses as r"),
        ("graph_service.errors", "import numpy"),
        ("graph_service.model.labels", "from graph_service.errors import InvalidInput"),
        ("graph_service.model.labels", "import strawberry"),
        ("graph_service.compiler.planning.planner", "from graph_service.model.labels import Label"),
        ("graph_service", "import os"),
    ],
)
def test_forbidden_import_is_reported(module: str, source: str) -> None:
    assert len(broken_rules(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("graph_service.analysis.columns.snapshot", "from graph_service.graph import Graph"),
        ("graph_service.analysis.measures.silos", "from graph_service.analysis.statistics import wilson"),
        ("graph_service.report.silos", "from graph_service.analysis.measures.silos import Silo"),
        ("graph_service.ingest.loader", "from graph_service.domain import reuses\nfrom . import source_files"),
        ("graph_service.settings", "import os\nfrom graph_service.errors import InvalidInput"),
        ("graph_service.graph.driver", "from neo4j.exceptions import DriverError"),
    ],
)
def test_allowed_import_is_not_reported(module: str, source: str) -> None:
    assert broken_rules(module, source) == []


def test_top_level_of_the_repository_is_small() -> None:
    """The repository root has seven entries. Tools are configured in pyproject.toml."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    top = {path.split("/")[0] for path in listed}
    assert {name for name in top if not name.startswith(".")} == TOP_LEVEL
