"""Which nodes an activity makes stale: its subject, and the nodes whose columns depend on the subject.

The dependent nodes are found by label, not by action: reading too much costs a little, reading too little gives wrong figures. An action
that is not in the table, such as an import, may have changed anything.
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
    "assign": "Project",  # a project is read with its assignments
    "unassign": "Project",
    "createDepartment": "Department",
    "updateDepartment": "Department",
    "moveDepartment": "Department",
    "closeDepartment": "Department",
    "createTopic": "Topic",
    "updateTopic": "Topic",
}

# A change of a lesson can change the scope of its reuses, retire the lessons it supersedes, and move recurrences from or to others.
AFTER_LESSONS_QUERY: LiteralString = """
UNWIND $lessons AS id
MATCH (lesson:Lesson {id: id})
RETURN collect([
  [(lesson)-[:SUPERSEDES|RECURRENCE_OF|NOT_RECURRENCE_OF]->(other) | other.id],
  [(lesson)<-[:REUSE_OF]-(reuse) | reuse.id]
]) AS rows
"""
# A change of memberships can change the departments of what the person learned and reused.
AFTER_PEOPLE_QUERY: LiteralString = """
UNWIND $people AS id
MATCH (person:Person {id: id})
RETURN collect([
  [(person)<-[:LEARNED_BY]-(lesson) | lesson.id],
  [(person)<-[:REUSED_BY]-(reuse) | reuse.id]
]) AS rows
"""


def is_known(entry: Entry) -> bool:
    """Whether the table says what the activity may have changed."""
    return entry.subject is not None and entry.label is not None and SUBJECT_LABELS.get(entry.action) == entry.label


async def find_stale_ids(graph: Graph, entries: Sequence[Entry]) -> Asked:
    """The nodes to read again after these activities, all of which are known."""
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
    for left, right in rows:
        first.update(left)
        second.update(right)
    return frozenset(first), frozenset(second)
