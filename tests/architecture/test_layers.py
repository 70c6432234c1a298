"""The rooms of the house and who may import whom. ROOMS is the rule; the map of rooms in README.md tells it in words.

Why: a reader who knows the room knows what cannot happen in it. Cypher and the driver stay in few places, the compiler works for any
graph, the mathematics can be read without knowing GraphQL. Excuses are given here, in the table, with a reason, and nowhere else.
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

# Room -> rooms it may import. A room is a module or a package right below graph_service/.
ROOMS: dict[str, set[str]] = {
    "asgi": {"app", "ingest", "graph", "settings", "errors", "logs", "package_data"},
    "cli": {"model", "app", "access", "metrics", "ingest", "report", "health", "graph", "settings", "errors", "logs", "package_data"},
    "app": {"api", "web", "access", "metrics", "graph", "settings", "errors", "logs", "package_data"},
    "package_data": set(),  # where schema/ and seed/ lie, in a checkout and in a wheel
    "settings": {"errors"},
    "errors": set(),
    "lru_cache": set(),
    "page_size": {"errors"},
    "logs": set(),
    "metrics": set(),  # counted wherever something happens
    "tracing": set(),  # and traced
    "access": {"metrics", "tracing", "errors", "logs"},
    "graph": {"settings", "errors", "metrics", "tracing"},
    "model": set(),  # the vocabulary of the PMO; mapping and compiler work for any graph and do not know it
    "mapping": {"page_size"},
    "compiler": {"mapping", "graph", "page_size", "lru_cache", "errors"},
    "domain": {"model", "graph", "errors"},
    "analysis": {"model", "page_size", "lru_cache", "errors"},
    "report": {"model", "analysis", "domain", "graph", "errors"},  # the graph for names, domain for currencies
    "ingest": {"model", "domain", "graph", "errors"},
    "health": {"model", "analysis", "access", "graph", "settings", "errors", "package_data"},  # the checks behind `doctor` and /readyz
    "api": {"model", "mapping", "compiler", "domain", "analysis", "access", "tracing", "page_size", "errors", "logs"},
    "web": set(),
}
# Modules that may do what the rest of their room may not.
EXCEPTIONS = {
    "graph_service.analysis.columns.snapshot": {"graph", "metrics"},  # the mathematics is pure, its snapshot alone asks the database ...
    "graph_service.analysis.columns.reading": {"graph"},  # ... with the statements that read its rows,
    "graph_service.analysis.columns.activity_log": {"graph"},  # ... what was written since,
    "graph_service.analysis.columns.invalidation": {"graph"},  # ... and what that touched
    "graph_service.analysis.relevance.texts": {
        "graph"
    },  # what lessons say is too much for columns: it is read for the few that are compared
    "graph_service.cli.report": {"analysis"},  # the columns that a report is made from are read before it
    "graph_service.cli.inspect": {"api"},  # prints the schema, for which no application is needed
    "graph_service.api.context": {"graph"},  # a request carries the connection to the rooms that use it
    "graph_service.api.bookmarks": {"graph"},  # ... and how far it has come
    "graph_service.api.mutations": {"graph"},  # a payload is read in the transaction of its change
}
# Package -> the rooms that alone may import it.
KEPT_IN: dict[str, set[str]] = {
    "neo4j": {"graph"},
    "strawberry": {"api", "mapping", "compiler"},
    "graphql": {"api", "compiler"},
    "starlette": {"app", "api", "web", "access"},
    "prometheus_client": {"metrics"},
    "opentelemetry": {"tracing"},
    "igraph": {"analysis"},
}
# These are read before anything is set up, and by everyone: the standard library is all they need.
PLAIN_ROOMS = {"model", "settings", "errors", "logs", "package_data"}

TOP_LEVEL = {"pyproject.toml", "graph_service", "schema", "seed", "tests", "docker-compose.yml", "README.md"}


def modules() -> dict[str, Path]:
    """Dotted name -> file, of every module of the product."""
    files = sorted((ROOT / PACKAGE).rglob("*.py"))
    return {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


MODULES = modules()


def room_of(module: str) -> str | None:
    """The room a module of the product lies in; None for graph_service itself and for other packages."""
    parts = module.split(".")
    return parts[1] if parts[0] == PACKAGE and len(parts) > 1 else None


def imports(module: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything imported below a node, wherever it stands; a name that is a module counts as that module."""
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
    """What is wrong with the imports of one module, one sentence each."""
    room = room_of(module)
    if room is None:
        return [f"line {line}: {PACKAGE}/__init__.py imports nothing" for line, _ in imports(module, ast.parse(source))]
    allowed = ROOMS.get(room, set()) | EXCEPTIONS.get(module, set()) | {room}
    return [
        f"line {line} imports {target}: {fault}"
        for line, target in imports(module, ast.parse(source))
        if (fault := _fault(room, allowed, target))
    ]


def _fault(room: str, allowed: set[str], target: str) -> str | None:
    other, top = room_of(target), target.partition(".")[0]
    if other is not None and other not in allowed:
        return f"{room} may import only {', '.join(sorted(allowed))}"
    if top in KEPT_IN and room not in KEPT_IN[top]:
        return f"{top} is imported only in {', '.join(sorted(KEPT_IN[top]))}"
    if room in PLAIN_ROOMS and top != PACKAGE and top not in sys.stdlib_module_names:
        return f"{room} needs the standard library alone"
    return None


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_room_may(module: str) -> None:
    room = room_of(module)
    assert room is None or room in ROOMS, f"{module} lies in no room: move it into one, or give the new room its row in ROOMS and README.md"
    faults = broken_rules(module, MODULES[module].read_text())
    assert faults == [], "see ROOMS in tests/architecture/test_layers.py"


def test_no_module_imports_itself_by_a_detour() -> None:
    """A cycle means that none of its modules can be understood, or tested, without the others. Type-only imports do not run."""
    graph: dict[str, set[str]] = {}
    for module, file in MODULES.items():
        tree = _without_type_checking(ast.parse(file.read_text()))
        graph[module] = {target for _, target in imports(module, tree) if target in MODULES} - {module}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        pytest.fail(f"{' <- '.join(cycle.args[1])}: move what both need into a module of its own")


def _without_type_checking(tree: ast.Module) -> ast.Module:
    class Drop(ast.NodeTransformer):
        def visit_If(self, node: ast.If) -> ast.AST | None:
            return None if ast.unparse(node.test).endswith("TYPE_CHECKING") else self.generic_visit(node)

    return Drop().visit(tree)


def test_layers_are_layered() -> None:
    TopologicalSorter({room: below - {room} for room, below in ROOMS.items()}).prepare()


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("graph_service.domain.lessons", "from graph_service.api.lesson import Lesson"),
        ("graph_service.domain.lessons", "from graph_service import api"),
        ("graph_service.domain.lessons", "from ..compiler import markers"),
        ("graph_service.analysis.measures.silos", "from graph_service.graph import Graph"),
        ("graph_service.api.lesson", "def late():\n    import neo4j.time"),
        ("graph_service.ingest.tables", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from strawberry import ID"),
        ("graph_service.graph.driver", "import starlette.responses as r"),
        ("graph_service.errors", "import numpy"),
        ("graph_service.model.labels", "from graph_service.errors import InvalidInput"),
        ("graph_service.model.labels", "import strawberry"),
        ("graph_service.compiler.anchors", "from graph_service.model.labels import Label"),
        ("graph_service", "import os"),
    ],
)
def test_the_rule_notices(module: str, source: str) -> None:
    assert len(broken_rules(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("graph_service.analysis.columns.snapshot", "from graph_service.graph import Graph"),
        ("graph_service.ingest.load", "from graph_service.domain import lessons\nfrom . import tables"),
        ("graph_service.settings", "import os\nfrom graph_service.errors import InvalidInput"),
        ("graph_service.graph.driver", "from neo4j.exceptions import DriverError"),
    ],
)
def test_the_rule_lets_pass(module: str, source: str) -> None:
    assert broken_rules(module, source) == []


def test_the_top_level_is_as_small_as_promised() -> None:
    """Whoever opens the repository sees seven things and knows where to go. Tools are configured in pyproject.toml."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    top = {path.split("/")[0] for path in listed}
    assert {name for name in top if not name.startswith(".")} == TOP_LEVEL
