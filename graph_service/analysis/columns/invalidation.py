"""What each change makes the columns read again: the one table of what a verb of the PMO may touch.

An activity names its action and its subject, of which the subject and all that may follow from it is read again. What follows is asked of
the graph by noun, not by verb: reading too much costs a little, reading too little gives wrong figures. An action that isn't in the table
may have touched anything, as an import has.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, LiteralString

from graph_service.analysis.columns.activity_log import Entry
from graph_service.analysis.facts.rows import Asked
from graph_service.graph import Graph

SUBJECT_LABELS: Final[Mapping[str, str]] = {
    "recordLesson": "Lesson",
    "reviseLesson": "Lesson",
    "publishLesson": "Lesson",
    "retireLesson": "Lesson",
    "supersedeLesson": "Lesson",
    "linkRecurrence": "Lesson",
    "dismissRecurrence": "Lesson",
    "recordReuse": "Reuse",
    "judgeReuse": "Reuse",
    "confirmReuse": "Reuse",
    "withdrawReuse": "Reuse",
    "addPerson": "Person",
    "updatePerson": "Person",
    "moveMember": "Person",
    "correctMembership": "Person",
    "startProject": "Project",
    "updateProject": "Project",
    "closeProject": "Project",
    "assign": "Project",  # a project is read with everyone who worked on it
    "unassign": "Project",
    "createDepartment": "Department",
    "updateDepartment": "Department",
    "moveDepartment": "Department",
    "closeDepartment": "Department",
    "createTopic": "Topic",
    "updateTopic": "Topic",
}

# From a lesson follow the scope of its reuses, that what it supersedes is retired, and that what recurs either way is no more.
AFTER_LESSONS_QUERY: LiteralString = """
UNWIND $lessons AS id
MATCH (lesson:Lesson {id: id})
RETURN collect([
  [(lesson)-[:SUPERSEDES|RECURRENCE_OF|NOT_RECURRENCE_OF]->(other) | other.id],
  [(lesson)<-[:REUSE_OF]-(reuse) | reuse.id]
]) AS rows
"""
# From where a person belonged follow the departments of what they learned and reused.
AFTER_PEOPLE_QUERY: LiteralString = """
UNWIND $people AS id
MATCH (person:Person {id: id})
RETURN collect([
  [(person)<-[:LEARNED_BY]-(lesson) | lesson.id],
  [(person)<-[:REUSED_BY]-(reuse) | reuse.id]
]) AS rows
"""


def is_known(entry: Entry) -> bool:
    """Whether the table says what may have changed."""
    return entry.subject is not None and entry.label is not None and SUBJECT_LABELS.get(entry.action) == entry.label


async def find_stale_ids(graph: Graph, entries: Sequence[Entry]) -> Asked:
    """What to read again after these known activities."""
    subjects = {
        label: frozenset(entry.subject for entry in entries if entry.label == label and entry.subject) for label in SUBJECT_LABELS.values()
    }
    people, lessons, reuses = subjects["Person"], subjects["Lesson"], subjects["Reuse"]
    if people:
        learned, reused = _columns(await graph.read(AFTER_PEOPLE_QUERY, {"people": sorted(people)}))
        lessons, reuses = lessons | learned, reuses | reused
    if lessons:
        others, reused = _columns(await graph.read(AFTER_LESSONS_QUERY, {"lessons": sorted(lessons)}))
        lessons, reuses = lessons | others, reuses | reused
    return Asked(
        lessons=lessons,
        reuses=reuses,
        people=people,
        projects=subjects["Project"],
        departments=bool(subjects["Department"]),
        topics=bool(subjects["Topic"]),
    )


def _columns(rows: Iterable[tuple[Iterable[str], Iterable[str]]]) -> tuple[frozenset[str], frozenset[str]]:
    first, second = set[str](), set[str]()
    for one, other in rows:
        first.update(one)
        second.update(other)
    return frozenset(first), frozenset(second)
