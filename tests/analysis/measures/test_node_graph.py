"""The drawing says what flow and silos say."""

from dataclasses import astuple
from datetime import date

import pytest

from graph_service.analysis.facts.rows import Rows
from graph_service.analysis.measures.node_graph import NodeGraph, node_graph
from graph_service.analysis.measures.silos import Verdict, silos
from graph_service.analysis.organisation.view import View
from tests.analysis.network_reference import NOBODY, flow_of
from tests.analysis.random_organisations import columns_of, random_organisation

CHART = date(2024, 2, 10)
VIEWS = [View(CHART), View(CHART, level=1), View(CHART, start=date(2024, 2, 1), end=date(2024, 2, 8)), View(CHART, topic="t2")]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", range(8))
def test_circles_and_arrows_are_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = random_organisation(seed)
    graph, cells = node_graph(columns_of(rows), view), flow_of(rows, view)
    assert [node.group.id for node in graph.nodes] == sorted(
        {side for pair in cells for side in pair}, key=lambda id_: (id_ == NOBODY, id_)
    )
    for node in graph.nodes:
        here = node.group.id
        received = sum(cell["reuses"] for (_, to), cell in cells.items() if to == here)
        own = 0 if here == NOBODY else cells.get((here, here), {"reuses": 0})["reuses"]
        unknown = cells.get((NOBODY, here), {"reuses": 0})["reuses"]
        assert node.received == pytest.approx(float(received))
        assert node.given == pytest.approx(float(sum(cell["reuses"] for (giver, _), cell in cells.items() if giver == here)))
        inside, outside, nobody = ((part / received if received else 0) for part in (own, received - own - unknown, unknown))
        assert astuple(node.ring) == pytest.approx((float(inside), float(outside), float(nobody), 0 if received else 1))
    assert [(cell.giver.id, cell.receiver.id) for cell in graph.edges] == sorted(
        (pair for pair in cells if pair[0] != pair[1]), key=lambda pair: [(id_ == NOBODY, id_) for id_ in pair]
    )
    assert all(cell.reuses == pytest.approx(float(cells[cell.giver.id, cell.receiver.id]["reuses"])) for cell in graph.edges)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", range(8))
def test_every_ring_is_closed(seed: int, view: View) -> None:
    for node in node_graph(columns_of(random_organisation(seed)), view).nodes:
        parts = (node.ring.internal, node.ring.across, node.ring.unattributed, node.ring.nothing)
        assert sum(parts) == pytest.approx(1)
        assert min(parts) >= 0


@pytest.mark.parametrize("seed", range(8))
def test_events_and_people_are_those_of_the_reuses_made_there(seed: int) -> None:
    rows = random_organisation(seed)
    for node in node_graph(columns_of(rows), View(CHART)).nodes:
        made = [row for row in rows.reuses if node.group.id in (row.departments or [NOBODY])]
        assert (node.events, node.people) == (len(made), len({row.person for row in made} - {None}))


def test_verdicts_are_those_of_silos() -> None:
    columns = columns_of(random_organisation(3, reuses=75))
    verdicts = {silo.group.id: silo.verdict for silo in silos(columns, View(CHART)).silos}
    assert len(set(verdicts.values())) > 1
    for node in node_graph(columns, View(CHART)).nodes:
        assert node.verdict is (None if node.group.id == NOBODY else verdicts.get(node.group.id, Verdict.TOO_LITTLE_EVIDENCE))


def test_of_nothing_there_is_nothing_to_draw() -> None:
    assert node_graph(columns_of(Rows([], [], [], [], [])), View(CHART)) == NodeGraph((), ())
