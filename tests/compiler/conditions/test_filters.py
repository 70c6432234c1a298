"""Every operator with every value, and dated relationships on the days when they start and end, compared with the reference."""

from datetime import date, timedelta
from typing import Any

import pytest

from graph_service.graph import Graph
from tests.compiler.music_data import NAMES, Music
from tests.compiler.music_reference import ReferenceExecutor
from tests.compiler.music_service import TODAY, execute_query, schema

TEXTS = sorted({*NAMES, *(name.upper() for name in NAMES), *(name.lower() for name in NAMES), *(name[1:3] for name in NAMES)})
TEXT_QUERY = """
query($text: String!) {
  eq: records(first: 1000, where: {title: {eq: $text}}) { nodes { id } }
  contains: records(first: 1000, where: {title: {contains: $text}}) { nodes { id } }
  starts: records(first: 1000, where: {title: {startsWith: $text}}) { nodes { id } }
  ends: records(first: 1000, where: {title: {endsWith: $text}}) { nodes { id } }
  containsExactly: records(first: 1000, where: {title: {contains: $text, mode: EXACT}}) { nodes { id } }
  startsExactly: records(first: 1000, where: {title: {startsWith: $text, mode: EXACT}}) { nodes { id } }
  endsExactly: records(first: 1000, where: {title: {endsWith: $text, mode: EXACT}}) { nodes { id } }
}
"""
VALUES = {
    ("records", "title", "String"): NAMES,
    ("records", "id", "ID"): ["r1", "r119", "r5", "", "z"],
    ("records", "rating", "Float"): [0.0, -0.0, 1.5, 7.25, 9.0, 1e100, -3.0, 2.0],
    ("records", "released", "Date"): [f"1970-01-{day:02}" for day in range(1, 15)],
    ("records", "pressedAt", "DateTime"): [f"1970-01-05T10:00:{second}Z" for second in ("00", "00.500000", "00.123456", "01", "00.4")],
    ("records", "gold", "Boolean"): [True, False],
    ("records", "kind", "Kind"): ["LIVE", "STUDIO"],
    ("bands", "founded", "Int"): [1959, 1960, 1962, 1965, 1966],
    ("musicians", "born", "Date"): [f"1970-01-{day:02}" for day in range(1, 15)],
}
NULLS = [("absent", True), ("present", False)]
DAY_QUERY = """
query($day: Date!) {
  musicians(first: 1000) { nodes { id band(on: $day) { id } roles(on: $day) { edges { instrument from to node { id } } totalCount } } }
  bands(first: 1000) { nodes { id players(on: $day) { nodes { id } totalCount } } }
  houses(first: 1000) { nodes { id owner(on: $day) { id } owners(on: $day) { id } } }
}
"""
TODAY_QUERY = """
{ in: musicians(first: 1000, where: {band: {}}) { nodes { id } } out: musicians(first: 1000, where: {NOT: {band: {}}}) { nodes { id } }
  some: bands(first: 1000, where: {players: {some: {}}}) { nodes { id } } none: bands(first: 1000, where: {players: {none: {}}}) { nodes { id } }
  single: bands(first: 1000, where: {players: {single: {}}}) { nodes { id } } owned: houses(first: 1000, where: {owner: {}}) { nodes { id } } }
"""


@pytest.fixture(scope="module")
def reference(generated_music: Music) -> ReferenceExecutor:
    return ReferenceExecutor(schema.as_str(), generated_music, TODAY)


async def compare(graph: Graph, reference: ReferenceExecutor, query: str, **variables: Any) -> None:
    result = await execute_query(graph, query, variables)
    assert result.errors is None, result.errors
    assert result.data == reference.answer(query, variables), variables


@pytest.mark.parametrize(
    "texts", [TEXTS[::12], pytest.param(TEXTS[::3], marks=pytest.mark.thorough), pytest.param(TEXTS, marks=pytest.mark.exhaustive)], ids=len
)
async def test_text_operators_match_the_reference_for_every_text(
    large_graph: Graph, reference: ReferenceExecutor, texts: list[str]
) -> None:
    for text in texts:
        await compare(large_graph, reference, TEXT_QUERY, text=text)


@pytest.mark.parametrize(
    ("field", "key", "kind", "every"),
    [
        *((*each, 6) for each in list(VALUES)[:1]),
        *(pytest.param(*each, 3, marks=pytest.mark.thorough) for each in VALUES),
        *(pytest.param(*each, 1, marks=pytest.mark.exhaustive) for each in VALUES),
    ],
)
async def test_comparisons_match_the_reference_for_every_value(
    large_graph: Graph, reference: ReferenceExecutor, field: str, key: str, kind: str, every: int
) -> None:
    operators = [name for name in ("eq", "gt", "gte", "lt", "lte") if name == "eq" or kind not in ("Boolean", "Kind")]
    parts = [f"{name}: {field}(first: 1000, where: {{{key}: {{{name}: $value}}}}) {{ nodes {{ id }} totalCount }}" for name in operators]
    parts += [f"not_{name}: {field}(first: 1000, where: {{NOT: {{{key}: {{{name}: $value}}}}}}) {{ nodes {{ id }} }}" for name in operators]
    parts += [
        f"{name}: {field}(first: 1000, where: {{{key}: {{isNull: {str(is_null).lower()}}}}}) {{ nodes {{ id }} }}"
        for name, is_null in NULLS
    ]
    parts += [f"among: {field}(first: 1000, where: {{{key}: {{in: [$value, $other]}}}}) {{ nodes {{ id }} }}"]
    query = f"query($value: {kind}!, $other: {kind}!) {{ {' '.join(parts)} }}"
    values = VALUES[field, key, kind][::every]
    for value, other in zip(values, values[1:] + values[:1], strict=True):
        await compare(large_graph, reference, query, value=value, other=other)


@pytest.mark.parametrize("every", [18, pytest.param(6, marks=pytest.mark.thorough)])
async def test_dated_relationships_are_valid_from_their_first_day_until_before_their_last(
    large_graph: Graph, reference: ReferenceExecutor, generated_music: Music, every: int
) -> None:
    """The day of `to` is excluded. Without `from` or `to` a relationship has no start or no end."""
    times = [times for name in ("PLAYED_IN", "OWNED_BY") for *_, times in generated_music.links[name]]
    chosen = sorted({day for period in times for day in (period["from"], period["to"]) if day})[::every]
    for day in [*chosen, *((date.fromisoformat(day) - timedelta(days=1)).isoformat() for day in chosen), "0001-01-01", "9999-12-31", TODAY]:
        await compare(large_graph, reference, DAY_QUERY, day=day)


async def test_conditions_on_dated_relationships_apply_today(large_graph: Graph, reference: ReferenceExecutor) -> None:
    await compare(large_graph, reference, TODAY_QUERY)
