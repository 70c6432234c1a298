"""Writes captured lessons as drafts, and finds recent ones by the same caller, so that a repeated request records nothing twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, LiteralString

from graph_service.domain.capture.lookup import NamedProject
from graph_service.domain.capture.texts import split_title
from graph_service.domain.commands import CommandContext
from graph_service.domain.existence import new_id
from graph_service.domain.lessons.languages import derived_properties
from graph_service.domain.organisation.attribution import attribute_lessons
from graph_service.domain.parsing import drop_absent
from graph_service.graph import WriteTransaction
from graph_service.model.enums import Audience, LessonStatus, ProjectStatus

CREATE_DRAFTS_QUERY: LiteralString = """
UNWIND $drafts AS draft
CREATE (lesson:Lesson)
SET lesson = draft.properties, lesson.recordedAt = datetime($now)
WITH lesson, draft,
  COLLECT { UNWIND draft.learners AS id MATCH (person:Person {id: id}) RETURN person } AS learners,
  COLLECT { MATCH (project:Project {id: draft.project}) RETURN project } AS projects,
  COLLECT { MATCH (recorder:Person {id: $recorder}) WHERE NOT recorder.id IN draft.learners RETURN recorder } AS recorders
FOREACH (person IN learners | CREATE (lesson)-[:LEARNED_BY]->(person))
FOREACH (project IN projects | CREATE (lesson)-[:LEARNED_ON]->(project))
FOREACH (recorder IN recorders | CREATE (lesson)-[:RECORDED_BY]->(recorder))
"""
# The captures of the caller among the latest changes, which the index on `seq` finds. Earlier drafts that a capture linked to a new project
# follow the project in its log entry.
RECENT_CAPTURES_QUERY: LiteralString = """
MATCH (sequence:Sequence {name: 'activity'})
MATCH (activity:Activity)
USING INDEX activity:Activity(seq)
WHERE activity.seq > sequence.value - $changes
  AND activity.action IN ['captureLesson', 'captureMeeting']
  AND activity.callerSubject = $subject
  AND activity.undone IS NULL
WITH activity, coalesce(activity.alsoChanged, []) AS also
WITH activity, also[..coalesce(head([at IN range(0, size(also) - 1) WHERE also[at] STARTS WITH 'Project:' | at]), size(also))] AS created
WITH activity.seq AS seq, [activity.subjectId] + [node IN created WHERE node STARTS WITH 'Lesson:' | substring(node, 7)] AS ids
UNWIND ids AS id
MATCH (lesson:Lesson {id: id})
WHERE lesson.recordedAt > datetime($since)
RETURN collect({
  seq: seq,
  id: id,
  title: lesson.title,
  context: lesson.context,
  projectText: lesson.projectText,
  project: head([(lesson)-[:LEARNED_ON]->(project) | project.id]),
  learners: [(lesson)-[:LEARNED_BY]->(person) | person.id],
  recordedAt: toString(lesson.recordedAt)
}) AS captures
"""
CREATE_PLANNED_PROJECT_QUERY: LiteralString = """
CREATE (:Project {id: $id, name: $name, status: $status})
"""
REPEAT_WINDOW: Final = timedelta(minutes=10)  # the same text by the same caller within this time is a repetition
MAX_CHANGES: Final = 1_000  # of the log that are searched for repetitions


@dataclass(frozen=True, slots=True)
class Draft:
    """A captured lesson. learners: IDs, at least one; learners_text: the names of others, who are not in the graph."""

    text: str
    learned_on: date
    learners: tuple[str, ...]
    learners_text: str | None
    project: NamedProject

    def to_row(self, id_: str) -> dict[str, Any]:
        """The row of CREATE_DRAFTS_QUERY."""
        title, context = split_title(self.text)
        properties = {
            "id": id_,
            "title": title,
            "context": context,
            "status": LessonStatus.DRAFT,
            "audience": Audience.AUTHORS,
            "learnedOn": self.learned_on,
            "projectText": self.project.unknown,
            "learnersText": self.learners_text,
        }
        return {
            "properties": drop_absent(properties | derived_properties(properties)),
            "learners": list(self.learners),
            "project": self.project.id,
        }

    def is_same_as(self, capture: Mapping[str, Any]) -> bool:
        """Whether a row of RECENT_CAPTURES_QUERY is this lesson."""
        title, context = split_title(self.text)
        project = self.project.id, self.project.unknown
        same = (capture["title"], capture["context"], (capture["project"], capture["projectText"])) == (title, context, project)
        return same and self.learners[0] in capture["learners"]


async def find_recent(context: CommandContext) -> list[dict[str, Any]]:
    """The lessons that the caller captured within REPEAT_WINDOW, latest first. None for the service itself, whose calls have no caller."""
    if context.caller is None:
        return []
    since = (context.now - REPEAT_WINDOW).isoformat()
    parameters = {"subject": context.caller.subject, "since": since, "changes": MAX_CHANGES}
    captures = (await context.tx.run(RECENT_CAPTURES_QUERY, parameters))[0]["captures"]
    return sorted(captures, key=lambda row: row["seq"], reverse=True)


async def write_drafts(context: CommandContext, drafts: Sequence[Draft]) -> list[str]:
    """Creates the lessons, each in the departments of its learners. A caller who is not a learner becomes its recorder. Returns their IDs."""
    ids = [new_id() for _ in drafts]
    rows = [draft.to_row(id_) for draft, id_ in zip(drafts, ids, strict=True)]
    await context.tx.run(
        CREATE_DRAFTS_QUERY, {"drafts": rows, "recorder": context.caller and context.caller.person, "now": context.now.isoformat()}
    )
    await attribute_lessons(context.tx, ids)
    return ids


async def create_planned_project(tx: WriteTransaction, name: str) -> str:
    """Creates a project that has a name but has not started. Returns its ID."""
    id_ = new_id()
    await tx.run(CREATE_PLANNED_PROJECT_QUERY, {"id": id_, "name": name, "status": ProjectStatus.PLANNED})
    return id_
