"""Any input gives either data or an error that says what is wrong, never an internal error."""

import re
from typing import Any

import pytest
from graphql import GraphQLError

from tests.compiler.music_service import RECORDS, Execute, fault, ids
from tests.thorough import one_in

# Page sizes


@pytest.mark.parametrize("first", [-1, 1001, 2**31 - 1, -(2**31)])
async def test_first_out_of_range_is_rejected(execute_invalid: Execute, first: int) -> None:
    error = await execute_invalid(RECORDS, first=first)
    assert fault(error) == ("INVALID_INPUT", "first")
    assert str(first) in error.message
    error = await execute_invalid("query($first: Int!) { bands { nodes { records(first: $first) { nodes { id } } } } }", first=first)
    assert fault(error) == ("INVALID_INPUT", "first")


async def test_first_can_be_0_and_1000(execute: Execute) -> None:
    assert await ids(execute, first=0) == []
    assert len(await ids(execute, first=1000)) == 6


# Conditions


NULL_CONDITIONS = {
    "title": {"title": None},
    "AND": {"AND": None},
    "OR": {"OR": None},
    "NOT": {"NOT": None},
    "band": {"band": None},
    "gt": {"released": {"gt": None}},
    "in": {"title": {"in": None}},
    "contains": {"title": {"contains": None}},
    "isNull": {"title": {"isNull": None}},
    "some": {"band": {"players": {"some": None}}},
    "in NOT": {"NOT": {"title": None}},
}


@pytest.mark.parametrize("where", NULL_CONDITIONS.values(), ids=NULL_CONDITIONS)
async def test_null_instead_of_a_condition_is_rejected(execute_invalid: Execute, where: dict[str, Any]) -> None:
    error = await execute_invalid(RECORDS, first=1, where=where)
    assert fault(error)[0] == "INVALID_INPUT"
    assert "null" in error.message


NO_OPERATOR = {
    "title": {"title": {}},
    "mode alone": {"title": {"mode": "EXACT"}},
    "inside NOT": {"NOT": {"title": {}}},
    "inside OR": {"OR": [{"id": {"eq": "r1"}}, {"title": {}}]},
    "of a relation": {"band": {"name": {}}},
    "without a quantifier": {"band": {"players": {}}},
    "of a quantifier": {"band": {"players": {"some": {"name": {}}}}},
    "without an aggregate": {"band": {"recordsAggregate": {}}},
    "count": {"band": {"recordsAggregate": {"count": {}}}},
    "property of an aggregate": {"band": {"recordsAggregate": {"rating": {}}}},
    "function of an aggregate": {"band": {"recordsAggregate": {"rating": {"avg": {}}}}},
    "null function of an aggregate": {"band": {"recordsAggregate": {"rating": {"avg": None}}}},
}


@pytest.mark.parametrize("where", NO_OPERATOR.values(), ids=NO_OPERATOR)
async def test_condition_without_an_operator_is_rejected(execute_invalid: Execute, where: dict[str, Any]) -> None:
    error = await execute_invalid(RECORDS, first=1, where=where)
    assert fault(error)[0] == "INVALID_INPUT"
    assert "has no operator with a value" in error.message


async def test_operator_whose_variable_is_missing_is_rejected(execute_invalid: Execute) -> None:
    error = await execute_invalid("query($id: ID) { records(where: {id: {eq: $id}}) { totalCount } }")
    assert fault(error) == ("INVALID_INPUT", "id")
    error = await execute_invalid("query($id: ID) { bands { nodes { records(where: {id: {eq: $id}}) { totalCount } } } }")
    assert fault(error) == ("INVALID_INPUT", "id")


ALL = ["r1", "r2", "r3", "r4", "r5", "r6"]
CONDITIONS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ALL),
    ({"AND": []}, ALL),
    ({"OR": []}, []),
    ({"NOT": {}}, []),
    ({"NOT": {"OR": []}}, ALL),
    ({"AND": [{}, {"AND": [{}]}]}, ALL),
    ({"OR": [{}]}, ALL),
    ({"title": {"in": []}}, []),
    ({"NOT": {"title": {"in": []}}}, ALL),
    ({"id": {"eq": "r1", "in": ["r2"]}}, []),
    ({"rating": {"gt": 8, "lt": 7}}, []),
    ({"rating": {"isNull": True, "gt": 0}}, []),
    ({"rating": {"eq": None}}, ["r4", "r6"]),
    ({"NOT": {"rating": {"gt": 7}}}, ["r3", "r4", "r6"]),
    ({"NOT": {"NOT": {"rating": {"gt": 7}}}}, ["r1", "r2", "r5"]),
    ({"band": {}}, ["r1", "r2", "r3", "r4", "r5"]),
    ({"NOT": {"band": {}}}, ["r6"]),
    ({"band": {"players": {"all": {"OR": []}}}}, []),
    ({"id": {"in": ["r1"] * 10_000}}, ["r1"]),
    ({"id": {"in": [f"r{number}" for number in range(10_000)]}}, ALL),
    ({"AND": [{"id": {"eq": "r1"}}] * 300}, ["r1"]),
    ({"title": {"contains": ""}}, ALL),
    ({"title": {"eq": "x" * 1_000_000}}, []),
    ({"rating": {"gt": 1e308}}, []),
    ({"released": {"gt": "9999-12-31"}}, []),
    ({"released": {"gte": "0001-01-01", "lt": "1971-03-02"}}, ["r1"]),
    ({"pressedAt": {"eq": "1971-03-01T12:00:00+02:00"}}, ["r1"]),
]


@pytest.mark.parametrize(("where", "expected"), one_in(3, CONDITIONS), ids=lambda value: str(value)[:40])
async def test_edge_case_conditions_follow_logic(execute: Execute, where: dict[str, Any], expected: list[str]) -> None:
    assert await ids(execute, where=where) == expected


def nested(levels: int) -> dict[str, Any]:
    where: dict[str, Any] = {"id": {"eq": "r1"}}
    for _ in range(levels):
        where = {"NOT": where}
    return where


async def test_condition_inside_14_negations_is_accepted(execute: Execute) -> None:
    assert await ids(execute, where=nested(14)) == ["r1"]


@pytest.mark.parametrize("levels", [15, 60, 150])
async def test_deeper_condition_is_rejected_before_it_is_planned(execute_invalid: Execute, levels: int) -> None:
    error = await execute_invalid(RECORDS, first=1, where=nested(levels))
    assert fault(error) == ("INVALID_INPUT", "where")
    assert f"where is {levels + 2} levels deep" in error.message
    error = await execute_invalid(
        "query($where: RecordWhere) { bands { nodes { records(where: $where) { totalCount } } } }", where=nested(levels)
    )
    assert fault(error) == ("INVALID_INPUT", "where")


@pytest.mark.parametrize("levels", [400, 5_000])
async def test_extremely_nested_document_or_variable_is_rejected(execute_invalid: Execute, levels: int) -> None:
    assert "nested too deeply" in (await execute_invalid(RECORDS, first=1, where=nested(levels))).message
    written = "{NOT: " * levels + "{}" + "}" * levels
    assert "nested too deeply" in (await execute_invalid(f"{{ records(where: {written}) {{ nodes {{ id }} }} }}")).message


@pytest.mark.thorough
async def test_nodes_can_be_nested_10_levels_deep(execute: Execute, execute_invalid: Execute) -> None:
    def owners(levels: int) -> str:
        return '{ house(id: "mid") ' + "{ owner " * (levels - 1) + "{ id }" + " }" * levels

    answer = await execute(owners(10))
    assert answer["house"]["owner"]["owner"] == {"owner": None}
    for levels in (11, 40):
        assert fault(await execute_invalid(owners(levels)))[0] == "INVALID_INPUT"


async def test_related_nodes_in_conditions_count_as_levels(execute: Execute, execute_invalid: Execute) -> None:
    where: dict[str, Any] = {"id": {"eq": "r1"}}
    for _ in range(6):
        where = {"samples": {"none": where}}
    query = 'query($where: RecordWhere) { record(id: "r1") { samples(where: $where) { totalCount } } }'
    assert await execute(query, where=where) == {"record": {"samples": {"totalCount": 0}}}
    deep = '{ record(id: "r1") { ' + "samples { nodes { " * 4 + "samples(where: $where) { totalCount }" + " } }" * 4 + " } }"
    assert fault(await execute_invalid(f"query($where: RecordWhere) {deep}", where=where))[0] == "INVALID_INPUT"


# Values


WRONG_VALUES = {
    "a day that does not exist": {"released": {"eq": "2025-02-30"}},
    "a day in another order": {"released": {"in": ["30-01-2025"]}},
    "a day with a time": {"released": {"eq": "2025-02-03T00:00:00Z"}},
    "a day as a number": {"released": {"eq": 20250203}},
    "the year nought": {"released": {"eq": "0000-01-01"}},
    "an Arabic day": {"released": {"eq": "٢٠٢٥-٠١-٠١"}},
    "an instant without offset": {"pressedAt": {"eq": "2025-02-03T00:00:00"}},
    "an instant that does not exist": {"pressedAt": {"eq": "2025-02-30T00:00:00Z"}},
    "an instant before all days": {"pressedAt": {"eq": "0001-01-01T00:00:00+14:00"}},
    "a text as a number": {"rating": {"eq": "nine"}},
    "no number": {"rating": {"eq": float("nan")}},
    "an endless number": {"rating": {"eq": float("inf")}},
    "an integer too long": {"band": {"founded": {"eq": 2**31}}},
    "an integer far too long": {"band": {"founded": {"in": [2**70]}}},
    "a value of no enum": {"kind": {"eq": "TAPE"}},
    "no boolean": {"gold": {"eq": 1}},
    "an unknown field": {"colour": {"eq": "blue"}},
    "an unknown operator": {"title": {"like": "%"}},
    "text for a condition": {"title": "Harbour"},
    "null in a list": {"title": {"in": [None]}},
    "null among conditions": {"AND": [None]},
    "an id that is none": {"id": {"eq": {}}},
}


@pytest.mark.parametrize("where", WRONG_VALUES.values(), ids=WRONG_VALUES)
async def test_invalid_value_is_rejected_with_its_path(execute_invalid: Execute, where: dict[str, Any]) -> None:
    error = await execute_invalid(RECORDS, first=1, where=where)
    assert "$where" in error.message
    assert not isinstance(error.original_error, KeyError | AttributeError)


@pytest.mark.parametrize("sort", [[{}], [{"title": None}], [{"title": "ASC", "id": "ASC"}], [{"title": "UP"}], [None]])
async def test_sort_key_must_have_exactly_one_field_with_a_direction(execute_invalid: Execute, sort: list[Any]) -> None:
    error = await execute_invalid(RECORDS, first=1, sort=sort)
    assert error.original_error is None or isinstance(error.original_error, GraphQLError)
    assert re.search(r"\$sort|'RecordSort' must specify exactly one key|'title' must be non-null", error.message)


async def test_unpaired_surrogate_is_rejected(execute_invalid: Execute) -> None:
    for where in [
        {"title": {"eq": "\ud800"}},
        {"title": {"in": ["ok", "a\udfff"]}},
        {"title": {"contains": "\ud83c"}},
        {"id": {"eq": "\udc00"}},
    ]:
        assert fault(await execute_invalid(RECORDS, first=1, where=where))[0] == "INVALID_INPUT"
    assert fault(await execute_invalid("query($id: ID!) { record(id: $id) { id } }", id="\ud800"))[0] == "INVALID_INPUT"


UNUSUAL_TEXTS = [
    "\u0000",
    "a\u0000b",
    "\u200b",
    "\u202e",
    "\ufeff",
    "\ufffd",
    "\uffff",
    "\U0010ffff",
    "e\u0301",
    "\u1e9e",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "\r",
    "\u2029",
    "\x7f",
    "\x85",
]


@pytest.mark.parametrize("text", UNUSUAL_TEXTS, ids=ascii)
async def test_unusual_characters_are_accepted(execute: Execute, text: str) -> None:
    where = {"OR": [{"title": {operator: text}} for operator in ("eq", "gt", "contains", "startsWith", "endsWith")]}
    assert await ids(execute, where={"AND": [where, {"title": {"lte": text}}]}) == []
    assert await ids(execute, where={"id": {"in": [text, "r1"]}}) == ["r1"]


@pytest.mark.parametrize("id_", ["none", "", "R1", " r1", "r1\u0000", "null", "x" * 100_000, "1"])
async def test_unknown_id_returns_null(execute: Execute, id_: str) -> None:
    answer = await execute("query($id: ID!) { record(id: $id) { id band { records { nodes { id } } } } }", id=id_)
    assert answer == {"record": None}


@pytest.mark.parametrize("day", ["2025-02-30", "", "today", 20250101])
async def test_invalid_date_for_on_is_rejected(execute_invalid: Execute, day: Any) -> None:
    error = await execute_invalid('query($on: Date) { musician(id: "ann") { band(on: $on) { id } } }', on=day)
    assert "is not a valid date" in error.message


async def test_first_and_last_possible_dates_are_accepted(execute: Execute) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        await execute(
            'query($on: Date) { musician(id: "ann") { band(on: $on) { id } } house(id: "mid") { owners(on: $on) { id } } }', on=day
        )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ('before: "x"', "before is set without last"),
        ('last: 2, after: "x"', "after and last cannot be combined"),
        ("last: -1", "last is -1"),
        ("last: 1001", "last is 1001"),
        ('last: 1, before: "x"', "not a cursor of this list"),
    ],
)
async def test_contradicting_page_arguments_are_rejected(execute_invalid: Execute, arguments: str, message: str) -> None:
    assert message in str(await execute_invalid(f"{{ records({arguments}) {{ nodes {{ id }} }} }}"))
