"""A cursor is taken only for the list, the sort order and the conditions in it that it was made with."""

import base64
import json
from typing import Any

import orjson
import pytest

from tests.compiler.music_service import RECORDS, Execute, fault, ids


async def cursor(execute: Execute, sort: str = "[{rating: ASC}]", field: str = "records") -> str:
    answer = await execute(f"{{ {field}(sort: {sort}, first: 1) {{ edges {{ cursor }} }} }}")
    return answer[field]["edges"][0]["cursor"]


def cursor_with(cursor: str, *values: Any) -> str:
    """A cursor of the same list with other values."""
    fingerprint = orjson.loads(base64.urlsafe_b64decode(cursor + "=="))[0]
    return base64.urlsafe_b64encode(json.dumps([fingerprint, *values]).encode()).rstrip(b"=").decode()


NOT_CURSORS = [
    "",
    " ",
    "x",
    "=",
    "====",
    "null",
    "bnVsbA",
    "W10",
    "e30",
    "W251bGxd",
    "ÄÖ",
    "\u0000",
    "日本",
    "\ud83c",
    "1" * 100_000,
    "W1tb" * 1_000,
]


@pytest.mark.parametrize("text", NOT_CURSORS, ids=lambda text: ascii(text[:12]))
async def test_text_that_is_not_a_cursor_is_rejected(execute_invalid: Execute, text: str) -> None:
    error = await execute_invalid(RECORDS, first=1, sort=[{"rating": "ASC"}], after=text)
    assert fault(error) == ("INVALID_INPUT", "after")
    assert len(error.message) < 300


async def test_truncated_cursor_is_rejected(execute: Execute, execute_invalid: Execute) -> None:
    complete = await cursor(execute)
    for length in range(len(complete)):
        error = await execute_invalid(RECORDS, first=1, sort=[{"rating": "ASC"}], after=complete[:length])
        assert fault(error) == ("INVALID_INPUT", "after")


async def test_cursor_of_another_condition_in_the_sort_order_is_rejected(execute: Execute, execute_invalid: Execute) -> None:
    """The values of a condition are not part of the statement, but they decide what the rows are sorted by."""
    query = (
        "query($sort: [BandSort!], $after: String) { bands(first: 1, sort: $sort, after: $after) { nodes { id } pageInfo { endCursor } } }"
    )

    def by(title: str) -> list[dict[str, Any]]:
        return [{"recordsAggregate": {"filtered": {"where": {"title": {"contains": title}}, "sort": {"count": "DESC"}}}}]

    def written(title: str) -> str:
        return f'[{{recordsAggregate: {{filtered: {{where: {{title: {{contains: "{title}"}}}}, sort: {{count: DESC}}}}}}}}]'

    def in_text(title: str) -> str:
        return f'{{ bands(first: 1, sort: {written(title)}, after: "{end}") {{ nodes {{ id }} }} }}'

    end = (await execute(query, sort=by("a")))["bands"]["pageInfo"]["endCursor"]
    assert end == await cursor(execute, written("a"), "bands")
    assert (await execute(in_text("a")))["bands"]["nodes"] == (await execute(query, sort=by("a"), after=end))["bands"]["nodes"]
    errors = [await execute_invalid(query, sort=other, after=end) for other in (by("e"), [{"recordsAggregate": {"count": "DESC"}}])]
    for error in (*errors, await execute_invalid(in_text("e"))):
        assert error.message.startswith(f"after is '{end}', which is not a cursor of this list in this sort order.")


async def test_cursor_of_another_list_or_sort_order_is_rejected(execute: Execute, execute_invalid: Execute) -> None:
    others = [
        await cursor(execute, "[{rating: DESC}]"),
        await cursor(execute, "[{id: ASC}]"),
        await cursor(execute, "[]"),
        await cursor(execute, "[{rating: ASC}, {gold: ASC}]"),
        await cursor(execute, "[{name: ASC}]", "bands"),
        await cursor(execute, "[]", "bands"),
    ]
    for other in others:
        assert fault(await execute_invalid(RECORDS, first=1, sort=[{"rating": "ASC"}], after=other)) == ("INVALID_INPUT", "after")
    assert fault(await execute_invalid(RECORDS, first=1, after=others[-1])) == ("INVALID_INPUT", "after")


WRONG_CURSOR_VALUES = {
    "rating": [["9", "r1"], [[9], "r1"], [{}, "r1"], [True, "r1"], [9.0, 1], [9.0, None], [9.0], [], [9.0, "r1", "r1"]],
    "released": [[1971, "r1"], ["1971-02-30", "r1"], ["1971-2-3", "r1"], ["now", "r1"], ["", "r1"], [["1971-02-03"], "r1"]],
    "pressedAt": [[0, "r1"], ["1971-02-03", "r1"], ["1971-02-30T10:00Z", "r1"], ["1971-02-03T10:00", "r1"]],
    "title": [[None, "r1"], [1, "r1"], [["a"], "r1"]],
    "gold": [[0, "r1"], ["true", "r1"], [None, "r1"]],
    "kind": [[1, "r1"], [["LIVE"], "r1"]],
}


@pytest.mark.parametrize("key", WRONG_CURSOR_VALUES)
async def test_cursor_with_values_of_a_wrong_type_is_rejected(execute: Execute, execute_invalid: Execute, key: str) -> None:
    valid_cursor = await cursor(execute, f"[{{{key}: ASC}}]")
    for values in WRONG_CURSOR_VALUES[key]:
        error = await execute_invalid(RECORDS, first=1, sort=[{key: "ASC"}], after=cursor_with(valid_cursor, *values))
        assert fault(error) == ("INVALID_INPUT", "after"), values


async def test_cursor_with_an_integer_beyond_64_bits_is_rejected(execute: Execute, execute_invalid: Execute) -> None:
    query = "query($after: String) { bands(sort: [{founded: ASC}], after: $after) { nodes { id } } }"
    valid_cursor = await cursor(execute, "[{founded: ASC}]", "bands")
    for number in (2**63, -(2**63) - 1, 2**64, 10**400):
        assert fault(await execute_invalid(query, after=cursor_with(valid_cursor, number, "gulls")))[0] == "INVALID_INPUT"


async def test_valid_cursor_of_a_nonexistent_row_continues_from_its_position(execute: Execute) -> None:
    valid_cursor = await cursor(execute, "[{title: ASC}]")
    assert await ids(execute, sort=[{"title": "ASC"}], after=cursor_with(valid_cursor, "Harbour", "r1")) == ["r2", "r3", "r6", "r4", "r5"]
    assert await ids(execute, sort=[{"title": "ASC"}], after=cursor_with(valid_cursor, "zz", "")) == []
