"""doctor finds and repairs properties about who may read what that were changed by hand."""

from graph_service.domain.log_reading import read_log
from graph_service.graph import Graph
from graph_service.health.check import State
from graph_service.health.visibility import check_visibility, repair_visibility
from tests.api.read_rules.test_read_rules import ORGANISATION

BY_HAND = """
MATCH (draft:Lesson {id: 'draft'}), (open:Lesson {id: 'open'}), (secret:Lesson {id: 'secret'}), (ana:Person {id: 'ana'}),
  (bo:Person {id: 'bo'}), (cy:Person {id: 'cy'})
REMOVE draft.audience, bo.shownId, cy.shownName
SET open.audience = 'AUTHORS', secret.audience = 'NAMED', ana.name = 'Ana Lopez', bo.shownName = bo.name
"""
CONTENTS = """
MATCH (n) WHERE n:Lesson OR n:Reuse OR n:Person
RETURN collect([n.id, n.audience, CASE WHEN n.discoverable THEN n.shownId END, n.shownName]) AS rows
"""


async def test_what_was_changed_by_hand_is_found_and_repaired(graph: Graph) -> None:
    await graph.command(ORGANISATION)
    assert [check.state for check in await check_visibility(graph)] == [State.OK]
    assert (await repair_visibility(graph))[0].state is State.OK
    await graph.command(BY_HAND)
    messages = [check.message for check in await check_visibility(graph) if check.state is State.WRONG]
    assert messages == [f"{text} can be read by the wrong people." for text in ("2 lessons", "1 reuse", "3 people")]
    (repair,) = await repair_visibility(graph)
    assert repair.message == "Corrected who may read 2 lessons, 1 reuse, 3 people."
    assert [check.state for check in await check_visibility(graph)] == [State.OK]
    rows = {id_: rest for id_, *rest in await graph.read(CONTENTS)}
    assert (rows["draft"][0], rows["open"][0], rows["used"][0], rows["plain"][0]) == ("AUTHORS", None, "NAMED", None)
    assert (rows["ana"][1:], rows["bo"][2], rows["cy"][1:]) == (["ana", "Ana Lopez"], "a colleague", ["cy", "Cy Oke"])
    assert [entry.action for entry in await read_log(graph)] == ["REPAIR"]
