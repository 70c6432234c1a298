"""The drawing says what flow and silos say."""

from datetime import date

import pytest

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.measures.flow import flow
from graph_service.analysis.measures.node_graph import SUBTITLES, NodeGraph, NodeGraphNode, node_graph
from graph_service.analysis.measures.silos import Verdict, silos
from graph_service.analysis.organisation.view import View
from tests.analysis.network_reference import NOBODY, flow_of
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import Rows
from tests.thorough import one_in

CHART = date(2024, 2, 10)
VIEWS = [View(CHART), View(CHART, level=1), View(CHART, start=date(2024, 2, 1), end=date(2024, 2, 8)), View(CHART, topic="t2")]


def graph_of(columns: Columns, view: View) -> NodeGraph:
    return node_graph(columns, view, flow(columns, view), silos(columns, view))


def ring(node: NodeGraphNode) -> tuple[float, ...]:
    return node.arc__internal, node.arc__across, node.arc__unattributed, node.arc__nothing


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(4, range(8)))
def test_circles_and_arrows_are_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = random_organisation(seed)
    graph, cells = graph_of(columns_of(rows), view), flow_of(rows, view)
    assert [node.id for node in graph.nodes] == sorted({side for pair in cells for side in pair}, key=lambda id_: (id_ == NOBODY, id_))
    for node in graph.nodes:
        here = node.id
        received = sum(cell["reuses"] for (_, to), cell in cells.items() if to == here)
        own = 0 if here == NOBODY else cells.get((here, here), {"reuses": 0})["reuses"]
        unknown = cells.get((NOBODY, here), {"reuses": 0})["reuses"]
        assert node.mainstat == pytest.approx(float(received))
        assert node.secondarystat == pytest.approx(float(sum(cell["reuses"] for (giver, _), cell in cells.items() if giver == here)))
        inside, outside, nobody = ((part / received if received else 0) for part in (own, received - own - unknown, unknown))
        assert ring(node) == pytest.approx((float(inside), float(outside), float(nobody), 0 if received else 1))
    assert [(edge.source, edge.target) for edge in graph.edges] == sorted(
        (pair for pair in cells if pair[0] != pair[1]), key=lambda pair: [(id_ == NOBODY, id_) for id_ in pair]
    )
    assert all(edge.mainstat == pytest.approx(float(cells[edge.source, edge.target]["reuses"])) for edge in graph.edges)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(4, range(8)))
def test_every_ring_is_closed(seed: int, view: View) -> None:
    for node in graph_of(columns_of(random_organisation(seed)), view).nodes:
        assert sum(ring(node)) == pytest.approx(1)
        assert min(ring(node)) >= 0


@pytest.mark.parametrize("seed", one_in(4, range(8)))
def test_events_and_people_are_those_of_the_reuses_made_there(seed: int) -> None:
    rows = random_organisation(seed)
    for node in graph_of(columns_of(rows), View(CHART)).nodes:
        made = [row for row in rows.reuses if node.id in (row.departments or [NOBODY])]
        assert (node.detail__events, node.detail__people) == (len(made), len({row.person for row in made} - {None}))


def test_verdicts_are_those_of_silos() -> None:
    columns = columns_of(random_organisation(3, reuses=75))
    verdicts = {silo.group.id: silo.verdict for silo in silos(columns, View(CHART)).silos}
    assert len(set(verdicts.values())) > 1
    for node in graph_of(columns, View(CHART)).nodes:
        known = SUBTITLES[verdicts.get(node.id, Verdict.TOO_LITTLE_EVIDENCE)]
        assert node.subtitle == ("department not known" if node.id == NOBODY else known)


def test_of_nothing_there_is_nothing_to_draw() -> None:
    assert graph_of(columns_of(Rows([], [], [], [], [])), View(CHART)) == NodeGraph((), ())
