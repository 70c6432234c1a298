"""Nothing that `network` answers, now or when a field is added to it, shows a department of four people by itself.

Parks and Cemeteries of the demonstration organisation has four.
"""

import pytest

from graph_service.graph import Graph
from tests.api.seed_tables import Ask, rows
from tests.thorough import one_in
from tests.whole_answers import SCHEMA, selection, words

SMALL = {"parks", "Parks and Cemeteries"}
VIEWS = [
    "",
    "(level: 0)",
    "(level: 1)",
    "(level: 2)",
    '(level: 1, chart: "2024-12-31")',
    '(window: {from: "2024-01-01", to: "2025-01-01"})',
]


@pytest.mark.parametrize("view", one_in(6, VIEWS, thorough=1))
async def test_a_department_of_four_is_nowhere_in_any_answer(seeded: Graph, ask: Ask, view: str) -> None:
    assert len({row["person"] for row in rows("memberships") if row["department"] == "parks"}) == 4
    types = {one["name"]: one for one in (await ask(SCHEMA))["__schema"]["types"]}
    everything = selection(types, "Network")
    assert all(field in everything for field in ("flow", "silos", "mostReused", "shelf", "benefits", "storyBalance", "nodeGraph"))
    timeline = f"years: timeline(every: YEAR) {{ network {everything} }}"
    found = set(words(await ask(f"{{ network{view} {{ {everything[1:-1]} {timeline} }} }}")))
    assert found.isdisjoint(SMALL)
    assert found & {"(small departments of places)", "places", "aldermere"}
