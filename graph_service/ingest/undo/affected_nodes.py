"""Finds the existing nodes whose state a batch of an import may change, before it writes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, LiteralString

from graph_service.domain.organisation.attribution import ATTRIBUTED_EVENTS_OF_QUERY
from graph_service.graph import WriteTransaction
from graph_service.ingest.undo.states import IdsByLabel
from graph_service.model.labels import Label

# The conditions are those of domain/organisation/closings.py: whose relationships end on these days.
AFFECTED_BY_CLOSING_QUERY: LiteralString = """
UNWIND $closings AS closing
MATCH (department:Department {id: closing.id})
RETURN collect({
  people: [(department)<-[membership:MEMBER_OF]-(person) WHERE membership.from < closing.on | person.id],
  projects: [(department)-[:OWNS]->(project) | project.id],
  departments: [(department)<-[:PART_OF]-(child) | child.id]
}) AS affected
"""
AFFECTED_BY_ENDING_QUERY: LiteralString = """
UNWIND $endings AS ending
MATCH (project:Project {id: ending.id})
RETURN collect([(project)<-[:WORKED_ON]-(person) | person.id]) AS people
"""
REUSES_OF_LESSONS_QUERY: LiteralString = """
UNWIND $lessons AS id
MATCH (lesson:Lesson {id: id})
RETURN collect([(lesson)<-[:REUSE_OF]-(reuse) | reuse.id]) AS reuses
"""


async def find_affected(
    tx: WriteTransaction,
    ids: Mapping[Label, Collection[str]],
    *,
    lessons: Collection[str] = (),
    reuses: Collection[str] = (),
    people: Collection[str] = (),
    closings: Sequence[Mapping[str, Any]] = (),
    endings: Sequence[Mapping[str, Any]] = (),
) -> IdsByLabel:
    """The ids by label of the existing nodes that a batch may change.

    ids: those that its rows name. lessons, reuses, people: those whose departments, or those of whose events, are derived again.
    closings, endings: departments and projects whose relationships end.
    """
    affected = {label: dict.fromkeys(of_label) for label, of_label in ids.items()}
    members = list(people)
    if closings:
        for row in (await tx.run(AFFECTED_BY_CLOSING_QUERY, {"closings": closings}))[0]["affected"]:
            members += row["people"]
            _add(affected, Label.PERSON, row["people"])
            _add(affected, Label.PROJECT, row["projects"])
            _add(affected, Label.DEPARTMENT, row["departments"])
    if endings:
        for found in (await tx.run(AFFECTED_BY_ENDING_QUERY, {"endings": endings}))[0]["people"]:
            _add(affected, Label.PERSON, found)
    attributed = dict.fromkeys(lessons)
    _add(affected, Label.REUSE, reuses)
    if members:
        for row in (await tx.run(ATTRIBUTED_EVENTS_OF_QUERY, {"people": members}))[0]["events"]:
            attributed.update(dict.fromkeys(row["lessons"]))
            _add(affected, Label.REUSE, row["reuses"])
    if attributed:
        _add(affected, Label.LESSON, attributed)
        for found in (await tx.run(REUSES_OF_LESSONS_QUERY, {"lessons": list(attributed)}))[0]["reuses"]:
            _add(affected, Label.REUSE, found)
    return {label: list(of_label) for label, of_label in affected.items() if of_label}


def _add(affected: dict[Label, dict[str, None]], label: Label, ids: Iterable[str]) -> None:
    affected.setdefault(label, {}).update(dict.fromkeys(ids))
