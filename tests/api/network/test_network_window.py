"""The window of network answers over GraphQL: both ends, and the days it includes."""

import pytest

from graph_service.graph import Graph
from tests.api.seed_tables import Ask, rows

EVENTS = "query($window: Window) { network(window: $window) { flow { events } } }"


async def test_through_includes_its_day(seeded: Graph, ask: Ask) -> None:
    day = max(row["reusedOn"] for row in rows("reuses"))
    on_the_day = sum(row["reusedOn"] == day for row in rows("reuses"))
    assert (await ask(EVENTS, window={"from": day, "through": day}))["network"]["flow"]["events"] == on_the_day > 0
    assert (await ask(EVENTS, window={"from": day, "to": day}))["network"]["flow"]["events"] == 0
    assert (await ask(EVENTS, window={"through": "9999-12-31"}))["network"]["flow"]["events"] == len(rows("reuses"))


@pytest.mark.parametrize("other", ["to", "through"])
async def test_window_that_ends_before_it_starts_is_refused(other: str, post: Ask) -> None:
    (error,) = (await post(EVENTS, window={"from": "2024-05-02", other: "2024-04-30"}))["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("INVALID_INPUT", "window")


async def test_window_with_to_and_through_is_refused(post: Ask) -> None:
    (error,) = (await post(EVENTS, window={"to": "2024-05-02", "through": "2024-05-01"}))["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("INVALID_INPUT", "window")
    assert error["message"] == "The window has both to (2024-05-02) and through (2024-05-01). Give only one of them."
