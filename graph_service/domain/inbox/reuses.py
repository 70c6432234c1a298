"""The reuses of an inbox: those to judge, and those of others to confirm."""

from datetime import date, timedelta
from typing import Any, Final, LiteralString

from graph_service.domain.authorization.permissions import OWN_ACTIONS_QUERY
from graph_service.domain.inbox.waiting_item import MAX_ITEMS_PER_KIND, InboxOwner, WaitingItem, quote_title
from graph_service.graph import Graph
from graph_service.model.enums import InboxKind, Outcome

CONFIRMED_WITHIN: Final = timedelta(days=365)  # nobody remembers an older reuse
# Contributors cannot judge what somebody has confirmed.
TO_JUDGE_QUERY: LiteralString = """
MATCH (:Person {id: $person})<-[:REUSED_BY]-(reuse)-[:REUSE_OF]->(lesson)
WHERE reuse.outcome IS NULL AND reuse.withdrawnOn IS NULL AND ($curates OR reuse.confirmedAt IS NULL)
WITH reuse, lesson, head([(reuse)-[:REUSED_ON]->(project) | project]) AS project
ORDER BY reuse.reusedOn, reuse.id LIMIT $most
RETURN collect({
  reuse: reuse.id,
  lesson: lesson.id,
  title: lesson.title,
  project: project.id,
  projectName: project.name,
  since: toString(reuse.reusedOn),
  note: reuse.note
}) AS reuses
"""
# The people of the project on that day know best whether the lesson was used.
TO_CONFIRM_QUERY: LiteralString = """
MATCH (person:Person {id: $person})-[work:WORKED_ON]->(project)<-[:REUSED_ON]-(reuse)-[:REUSE_OF]->(lesson)
WHERE reuse.outcome IS NOT NULL AND reuse.confirmedAt IS NULL AND reuse.withdrawnOn IS NULL
  AND reuse.reusedOn >= date($earliest)
  AND (work.from IS NULL OR work.from <= reuse.reusedOn) AND (work.to IS NULL OR reuse.reusedOn < work.to)
  AND NOT EXISTS { (reuse)-[:REUSED_BY]->(person) }
WITH DISTINCT reuse, lesson, project
WITH reuse, lesson, project, toString(coalesce(date(reuse.judgedAt), reuse.reusedOn)) AS since
ORDER BY since, reuse.id LIMIT $most
RETURN collect({
  reuse: reuse.id,
  lesson: lesson.id,
  title: lesson.title,
  project: project.id,
  projectName: project.name,
  since: since,
  outcome: reuse.outcome,
  note: reuse.note
}) AS reuses
"""


async def read_reuses_to_judge(graph: Graph, owner: InboxOwner) -> list[WaitingItem]:
    """The reuses of the person whose result is not known yet, the oldest first."""
    parameters = {"person": owner.person, "curates": owner.curates, "most": MAX_ITEMS_PER_KIND}
    return [_waiting(InboxKind.JUDGE, row, "was used") for row in await graph.read(TO_JUDGE_QUERY, parameters)]


async def read_reuses_to_confirm(graph: Graph, owner: InboxOwner) -> list[WaitingItem]:
    """The reuses that the person can confirm, those judged first first: by others, in the last year, on projects on which they worked then.

    Left out are those that they recorded or judged themselves, which `confirmReuse` refuses.
    """
    earliest = date.fromisoformat(owner.today) - CONFIRMED_WITHIN
    parameters = {"person": owner.person, "earliest": earliest.isoformat(), "most": MAX_ITEMS_PER_KIND}
    rows: list[dict[str, Any]] = await graph.read(TO_CONFIRM_QUERY, parameters)
    own = await _find_own_actions(graph, owner, [row["reuse"] for row in rows])
    return [
        _waiting(InboxKind.CONFIRM, row, f"was used, and {Outcome(row['outcome']).display_name},")
        for row in rows
        if row["reuse"] not in own
    ]


async def _find_own_actions(graph: Graph, owner: InboxOwner, reuses: list[str]) -> set[str]:
    parameters = {"reuses": reuses, "actions": ["recordReuse", "judgeReuse"], "subject": owner.subject, "person": owner.person}
    return set(await graph.read(OWN_ACTIONS_QUERY, parameters)) if reuses else set()


def _waiting(kind: InboxKind, row: dict[str, Any], used: str) -> WaitingItem:
    where = f" on {row['projectName']}" if row["projectName"] else ""
    ask = "its result is not known yet" if kind is InboxKind.JUDGE else "nobody has confirmed it yet"
    sentence = f"{quote_title(row['title'])} {used}{where}: {ask}."
    return WaitingItem(kind, row["since"], sentence, row["note"], lesson=row["lesson"], reuse=row["reuse"], project=row["project"])
