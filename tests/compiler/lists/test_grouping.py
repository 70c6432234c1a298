"""Grouping by a property, a part of a date, a related node, or pairs of these."""

import pytest

from tests.compiler.music_service import Execute, RecordingGraph

GROUPED = "query($by: [RecordKey!]!, $sort: [RecordGroupSort!], $first: Int = 20) { recordsGrouped(by: $by, sort: $sort, first: $first) { totalCount nodes { keys { name value id } count rating { max } price { currency sum } } } }"


async def test_each_value_is_a_group_and_missing_values_form_one(execute: Execute, music_graph: RecordingGraph) -> None:
    groups = (await execute(GROUPED, by=["KIND"]))["recordsGrouped"]
    assert [(group["keys"], group["count"], group["rating"]["max"], group["price"]) for group in groups["nodes"]] == [
        ([{"name": "kind", "value": "LIVE", "id": None}], 1, 6.0, [{"currency": "JPY", "sum": "1500 JPY"}]),
        ([{"name": "kind", "value": "STUDIO", "id": None}], 3, 9.0, [{"currency": "EUR", "sum": "999 EUR"}]),
        ([{"name": "kind", "value": None, "id": None}], 2, 9.0, []),
    ]
    assert groups["totalCount"] == 3
    assert len(music_graph.statements) == 1


async def test_date_parts_are_formatted_for_readers(execute: Execute) -> None:
    for part, expected in {
        "DAY": ["1971-03-01", "1973-03-01", "1974-08-09", "1986-01-01", None],
        "WEEK": ["1971-W09", "1973-W09", "1974-W32", "1986-W01", None],
        "MONTH": ["1971-03", "1973-03", "1974-08", "1986-01", None],
        "QUARTER": ["1971-Q1", "1973-Q1", "1974-Q3", "1986-Q1", None],
        "YEAR": ["1971", "1973", "1974", "1986", None],
    }.items():
        groups = (await execute(GROUPED, by=[f"RELEASED_{part}"]))["recordsGrouped"]["nodes"]
        assert [group["keys"][0]["value"] for group in groups] == expected


async def test_grouping_by_related_node_and_by_pairs_of_keys(execute: Execute) -> None:
    groups = (await execute(GROUPED, by=["BAND", "GOLD"], sort=[{"count": "DESC"}], first=2))["recordsGrouped"]
    gulls = {"name": "band", "value": "The Gulls", "id": "gulls"}
    assert [(group["keys"], group["count"]) for group in groups["nodes"]] == [
        ([{"name": "band", "value": "Rooks", "id": "rooks"}, {"name": "gold", "value": "false", "id": None}], 2),
        ([gulls, {"name": "gold", "value": "true", "id": None}], 2),
    ]
    assert groups["totalCount"] == 4


async def test_related_nodes_can_be_grouped(execute: Execute, music_graph: RecordingGraph) -> None:
    answer = await execute(
        '{ band(id: "gulls") { recordsGrouped(by: [HOUSE], where: {rating: {gt: 6}}) { nodes { keys { value } count } } } }'
    )
    assert answer["band"]["recordsGrouped"]["nodes"] == [{"keys": [{"value": "Big House"}], "count": 2}]
    assert len(music_graph.statements) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("by: []", "by has 0 keys"),
        ("by: [KIND, KIND]", "by has 2 keys. Use one key, or two different ones"),
        ("by: [KIND, GOLD, BAND]", "by has 3 keys"),
        ("by: [KIND], first: -1", "first is -1"),
        ("by: [KIND], first: 1001", "first is 1001"),
    ],
)
async def test_invalid_grouping_arguments_are_rejected(execute_invalid: Execute, arguments: str, message: str) -> None:
    error = await execute_invalid(f"{{ recordsGrouped({arguments}) {{ totalCount }} }}")
    assert message in error.message
