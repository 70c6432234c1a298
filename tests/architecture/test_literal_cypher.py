"""Cypher is literal text with parameters: an interpolated value can change what a statement does, and prevents reuse of cached plans.

Every function of graph/ that runs a statement takes a LiteralString, as does the specification of a column; basedpyright enforces it. The compiler assembles statements from
its own tables and uses one explicit cast.
"""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMPILER = ROOT / "graph_service" / "compiler"
# Compose statements of the literals in model/relationships.py and in the specifications of columns. The type checker accepts no others
# there; tests/health/test_contents.py, tests/health/test_integrity.py, tests/graph/test_cypher.py, tests/domain/undo/test_undo.py, tests/api/test_roles.py
# and tests/api/test_global_search.py run the statements.
COMPOSE_STATEMENTS = {
    ROOT / "graph_service" / "health" / "contents.py",
    ROOT / "graph_service" / "health" / "integrity.py",
    ROOT / "graph_service" / "analysis" / "columns" / "statements.py",
    ROOT / "graph_service" / "domain" / "undo" / "restoration.py",
    ROOT / "graph_service" / "domain" / "undo" / "dependents.py",
    ROOT / "graph_service" / "domain" / "undo" / "node_states.py",
    ROOT / "graph_service" / "ingest" / "undo" / "states.py",
    ROOT / "graph_service" / "domain" / "authorization" / "audience_rule.py",
    ROOT / "graph_service" / "domain" / "authorization" / "reviewers.py",
    ROOT / "graph_service" / "domain" / "curation" / "queue.py",
    ROOT / "graph_service" / "domain" / "log_reading.py",
    ROOT / "graph_service" / "domain" / "search" / "global_search.py",
    ROOT / "graph_service" / "domain" / "node_statements.py",
    ROOT / "graph_service" / "backup" / "dump.py",
}
STATEMENT = re.compile(r"\s*(?:OPTIONAL )?(?:MATCH|MERGE|CREATE|UNWIND|CALL|WITH|RETURN|SHOW|DROP)\b.*[({$*]", re.DOTALL)

CALLS = ["graph.read({}, parameters)", "graph.command({}, parameters)", "transaction.run({}, parameters)", "flags({})"]
TEXTS = {
    "an f-string with a value": ('f"MATCH (n:Lesson {{id: {name}}}) RETURN n"', False),
    "a variable": ("name", False),
    "a call of format": ('"MATCH (n:{}) RETURN n".format(name)', False),
    "a percent format": ('"MATCH (n:%s) RETURN n" % name', False),
    "a concatenation": ('"MATCH (n) WHERE n.id = " + name', False),
    "a replacement": ('"MATCH (n:LABEL) RETURN n".replace("LABEL", name)', False),
    "an inferred constant that is built at run time": ("BUILT_QUERY", False),
    "a literal": ('"MATCH (n:Lesson {id: $id}) RETURN n"', True),
    "a literal constant": ("COUNT_QUERY", True),
}
CHECKED = """
from typing import LiteralString

from graph_service.analysis.facts.column import flags
from graph_service.graph import Graph, WriteTransaction

COUNT_QUERY: LiteralString = "MATCH (n) RETURN count(n)"
BUILT_QUERY = " ".join(str(part) for part in ("MATCH", "(n)", "RETURN", 1))


async def check(graph: Graph, transaction: WriteTransaction, name: str, parameters: dict[str, str]) -> None:
"""


@pytest.fixture(scope="module")
def rejected_calls(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The calls that basedpyright rejects with this project's configuration, of all combinations of texts and graph/ functions."""
    file = tmp_path_factory.mktemp("checked") / "checked.py"
    calls = [call.format(text) for call in CALLS for text, _ in TEXTS.values()]
    file.write_text(CHECKED + "\n".join(f"    await {call}" for call in calls) + "\n")
    command = [sys.executable, "-m", "basedpyright", "--outputjson", str(file)]
    report = json.loads(subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True).stdout)
    assert report["summary"]["filesAnalyzed"] == 1
    lines = file.read_text().splitlines()
    return {
        lines[found["range"]["start"]["line"]].strip().removeprefix("await ")
        for found in report["generalDiagnostics"]
        if found["severity"] == "error" and "LiteralString" in found["message"]
    }


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("text", TEXTS)
def test_type_checker_accepts_only_literal_cypher(rejected_calls: set[str], call: str, text: str) -> None:
    written, literal = TEXTS[text]
    assert (call.format(written) in rejected_calls) is not literal


@cache
def trees() -> dict[Path, ast.Module]:
    """The syntax trees of the files of the product."""
    return {file: ast.parse(file.read_text()) for file in sorted((ROOT / "graph_service").rglob("*.py"))}


def place(file: Path) -> str:
    return str(file.relative_to(ROOT))


def constants(tree: ast.Module) -> Iterator[tuple[str, ast.expr | None]]:
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node.value
        elif isinstance(node, ast.Assign):
            yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))


def test_cypher_constant_is_one_literal() -> None:
    """A concatenated statement cannot be read without running the code, and one missing space between the pieces breaks it."""
    glued = [
        f"{place(file)}: {name}"
        for file, tree in trees().items()
        for name, value in constants(tree)
        if name.endswith(("_QUERY", "_COMMAND")) and not (isinstance(value, ast.Constant) and isinstance(value.value, str))
    ]
    assert glued == [], "write each as one triple-quoted text with $parameters"


def test_cypher_is_in_named_constants() -> None:
    """The test that sends every statement to the server finds them by constant name. The compiler is exempt: it generates statements."""
    named = {id(value) for tree in trees().values() for name, value in constants(tree) if name.endswith(("_QUERY", "_COMMAND"))}
    nameless = [
        f"{place(file)}, line {node.lineno}: {node.value[:60]!r}"
        for file, tree in trees().items()
        if not file.is_relative_to(COMPILER) and file not in COMPOSE_STATEMENTS
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.match(node.value) and id(node) not in named
    ]
    assert nameless == [], "give the statement a constant ending in _QUERY or _COMMAND at the top of its module"


def test_statement_is_not_built_where_it_is_run() -> None:
    """Applies to literal pieces too, which the type checker accepts: a statement is a named constant at the top of its module."""
    built = [
        f"{place(file)}, line {call.lineno}: {ast.unparse(call.args[0])}"
        for file, tree in trees().items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in {"read", "command", "run"}
        and call.args
        and is_built(call.args[0])
    ]
    assert built == [], "give the statement a constant ending in _QUERY or _COMMAND"


def is_built(text: ast.expr) -> bool:
    """True for f-strings, + and % expressions, and string methods that combine several texts."""
    if isinstance(text, ast.Call):
        return isinstance(text.func, ast.Attribute) and text.func.attr in {"format", "format_map", "replace", "join"}
    return isinstance(text, ast.JoinedStr | ast.BinOp)


def test_only_two_modules_cast_to_literal_string() -> None:
    """Migrations read the schema files of the product, and the compiler assembles literals from its tables. No other module may do this."""
    casting = [file.relative_to(ROOT / "graph_service").as_posix() for file, tree in trees().items() if casts_to_literal(tree)]
    assert casting == ["compiler/statement_builder.py", "graph/migrations.py"]


def casts_to_literal(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Call) and ast.unparse(node.func).endswith("cast") and "LiteralString" in ast.unparse(node.args[0])
        for node in ast.walk(tree)
    )
