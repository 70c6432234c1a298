"""Which nodes an activity makes stale: its subject, and the nodes whose columns depend on the subject.

The dependent nodes are found by label, not by action: reading too much costs a little, reading too little gives wrong figures. An action
that is not in the table, such as an import, may have changed anything.
"""

from collections.abc import Mapping, Sequence
from typing import Final, LiteralString

from graph_service.analysis.columns.activity_log import Entry
from graph_service.analysis.columns.reading import NodeIds
from graph_service.graph import Graph
from graph_service.model.labels import Label

SUBJECT_LABELS: Final[Mapping[str, Label]] = {
    "recordLesson": Label.LESSON,
    "captureLesson": Label.LESSON,
    "captureMeeting": Label.LESSON,
    "reviseLesson": Label.LESSON,
    "restoreLessonVersion": Label.LESSON,
    "publishLesson": Label.LESSON,
    "correctPublication": Label.LESSON,
    "retireLesson": Label.LESSON,
    "restrictLesson": Label.LESSON,
    "liftRestriction": Label.LESSON,
    "supersedeLesson": Label.LESSON,
    "submitLesson": Label.LESSON,
    "returnLesson": Label.LESSON,
    "answerReturn": Label.LESSON,
    "mergeLessons": Label.LESSON,
    "linkRecurrence": Label.LESSON,
    "dismissRecurrence": Label.LESSON,
    "recordReuse": Label.REUSE,
    "judgeReuse": Label.REUSE,
    "confirmReuse": Label.REUSE,
    "withdrawReuse": Label.REUSE,
    "holdRundown": Label.RUNDOWN,
    "decideLesson": Label.RUNDOWN,  # with its lesson and its reuse in `also`
    "recordConversation": Label.CONVERSATION,
    "createTask": Label.TASK,  # no figure counts tasks
    "closeTask": Label.TASK,
    "reopenTask": Label.TASK,
    "addPerson": Label.PERSON,
    "updatePerson": Label.PERSON,
    "moveMember": Label.PERSON,
    "correctMembership": Label.PERSON,
    "startProject": Label.PROJECT,
    "updateProject": Label.PROJECT,
    "closeProject": Label.PROJECT,
    "assign": Label.PROJECT,  # a project is read with its assignments
    "unassign": Label.PROJECT,
    "createDepartment": Label.DEPARTMENT,
    "updateDepartment": Label.DEPARTMENT,
    "moveDepartment": Label.DEPARTMENT,
    "closeDepartment": Label.DEPARTMENT,
    "createTopic": Label.TOPIC,
    "updateTopic": Label.TOPIC,
    "appointSteward": Label.TOPIC,
    "endStewardship": Label.TOPIC,
}
# Everything is read again after these: erasePerson changes the ID of its subject.
UNPREDICTABLE: Final = frozenset({"erasePerson"})
UNDO_ACTION: Final = "undo"
LABELS: Final = frozenset(label.value for label in SUBJECT_LABELS.values())

# A change of a lesson can change the scope of its reuses, retire the lessons it supersedes, and add or remove recurrences of other lessons.
AFTER_LESSONS_QUERY: LiteralString = """
UNWIND $lessons AS id
MATCH (lesson:Lesson {id: id})
RETURN collect([
  [(lesson)-[:SUPERSEDES|RECURRENCE_OF|NOT_RECURRENCE_OF]->(other) | other.id],
  [(lesson)<-[:REUSE_OF]-(reuse) | reuse.id]
]) AS rows
"""
# Closing a department also ends the memberships of its people, the parent links of its sub-departments, and its ownership of projects.
AFTER_DEPARTMENTS_QUERY: LiteralString = """
UNWIND $departments AS id
MATCH (department:Department {id: id})
RETURN collect([
  [(department)<-[membership:MEMBER_OF]-(person:Person) WHERE membership.to IS NOT NULL | person.id],
  [(department)<-[part:PART_OF]-(child:Department) WHERE part.to IS NOT NULL | child.id],
  [(department)-[:OWNS]->(project:Project) | project.id]
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
    """Whether the table says what the activity may have changed. An undo states all nodes that it changed."""
    if entry.action == UNDO_ACTION:
        return entry.subject is not None and entry.label in LABELS
    return entry.subject is not None and entry.action in SUBJECT_LABELS and entry.label == SUBJECT_LABELS[entry.action].value


async def find_stale_ids(graph: Graph, entries: Sequence[Entry]) -> NodeIds:
    """The nodes to reload after these activities, all of which are known."""
    changed = {(entry.label, entry.subject) for entry in entries if entry.subject}
    changed |= {(label, id_) for entry in entries for label, _, id_ in (node.partition(":") for node in entry.also)}
    stale = {label: {id_ for name, id_ in changed if name == label.value} for label in SUBJECT_LABELS.values()}
    if departments := stale[Label.DEPARTMENT]:
        for people, children, projects in await graph.read(AFTER_DEPARTMENTS_QUERY, {"departments": sorted(departments)}):
            stale[Label.PERSON].update(people)
            stale[Label.DEPARTMENT].update(children)
            stale[Label.PROJECT].update(projects)
    if people := stale[Label.PERSON]:
        for lessons, reuses in await graph.read(AFTER_PEOPLE_QUERY, {"people": sorted(people)}):
            stale[Label.LESSON].update(lessons)
            stale[Label.REUSE].update(reuses)
    if lessons := stale[Label.LESSON]:
        for others, reuses in await graph.read(AFTER_LESSONS_QUERY, {"lessons": sorted(lessons)}):
            stale[Label.LESSON].update(others)
            stale[Label.REUSE].update(reuses)
    return {label: frozenset(ids) for label, ids in stale.items()}
