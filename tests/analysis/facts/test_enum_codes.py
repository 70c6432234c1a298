"""Columns hold an enum's members as codes, and numpy finds no code equal to a member: comparing the two is silently False everywhere."""

import ast
from pathlib import Path

import pytest

from graph_service.model.enums import Outcome, Phase, ProjectStatus, ReuseScope

ANALYSIS = Path(__file__).parents[3] / "graph_service" / "analysis"
STORED_AS_CODES = {enum.__name__ for enum in (Outcome, Phase, ProjectStatus, ReuseScope)}


def members_without_code(source: str) -> list[str]:
    """The members of these enums that the source mentions outside a call of enum_code."""
    nodes = list(ast.walk(ast.parse(source)))
    coded = {
        id(argument) for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "enum_code" for argument in node.args
    }
    members = [node for node in nodes if isinstance(node, ast.Attribute) and ast.unparse(node.value) in STORED_AS_CODES]
    return [f"line {member.lineno}: {ast.unparse(member)}" for member in members if id(member) not in coded]


@pytest.mark.parametrize("file", sorted(ANALYSIS.rglob("*.py")), ids=lambda file: str(file.relative_to(ANALYSIS)))
def test_the_analysis_mentions_members_of_stored_enums_only_as_codes(file: Path) -> None:
    assert members_without_code(file.read_text()) == []


def test_a_comparison_with_a_member_is_found() -> None:
    assert members_without_code("events.scope == enum_code(ReuseScope.CROSS)") == []
    assert members_without_code("events.scope == ReuseScope.CROSS") == ["line 1: ReuseScope.CROSS"]
