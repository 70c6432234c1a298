"""The command that captures one lesson from a sentence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph_service.callers import Role
from graph_service.domain.authorization.permissions import acting_person
from graph_service.domain.capture.drafts import Draft, create_planned_project, find_recent, write_drafts
from graph_service.domain.capture.lookup import NamedProject, find_people, find_project, parse_names
from graph_service.domain.capture.texts import parse_lesson_text
from graph_service.domain.capture.unlinked_drafts import link_waiting_drafts, warn_of_linked
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import require_known
from graph_service.domain.parsing import Day, optional, parse_short_text, quote
from graph_service.domain.undo.node_states import Node
from graph_service.model.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureLesson:
    """What somebody learned, in a sentence or a few."""

    text: str
    """The lesson. Its first sentence becomes the title, the rest what happened."""
    project: str | None = None
    """The ID or the name of the project where it was learned."""
    learned_on: Day | None = None
    """The day it was learned; today by default."""
    learner: str | None = None
    """The person who learned it: ID, e-mail address or name; the caller by default. Only curators may state somebody else."""
    create_project: bool = False
    """Creates the project as PLANNED if no project has that name; requires the role curator. Otherwise the name is kept with the draft."""


@command_handler("captureLesson", role=Role.CONTRIBUTOR, creates=[Label.PROJECT])
async def capture_lesson(context: CommandContext, command: CaptureLesson) -> Change:
    """Records a lesson as a draft, with the caller as learner.

    If the project does not exist yet, its name is kept with the draft until a project of that name is created or somebody chooses one. If the
    caller sent the same text for the same project within the last 10 minutes, nothing is recorded: the payload contains the earlier draft and
    a warning.
    """
    text = parse_lesson_text(command.text, "text")
    day = context.past_day(command.learned_on, "learnedOn")
    learner = acting_person(context, await _find_learner(context, command.learner), "learner")
    await require_known(context.tx, Label.PERSON, [learner], "learner")
    project = await find_project(context, optional(parse_short_text)(command.project, "project"), "project")
    draft = Draft(text, day, (learner,), None, project)
    for capture in await find_recent(context):
        if draft.is_same_as(capture):
            return Change(Label.LESSON, capture["id"], (), warnings=(repeat_warning(context, capture),), seq=capture["seq"])
    resolved = await resolve_project(context, project, create=command.create_project)
    (lesson,) = await write_drafts(context, [Draft(text, day, (learner,), None, resolved.project)])
    changed = changed_fields(resolved.project)
    return Change(
        Label.LESSON, lesson, changed, people=(learner,), warnings=resolved.warnings, also=resolved.created, linked=resolved.linked
    )


async def _find_learner(context: CommandContext, text: str | None) -> str | None:
    """The ID of the person whom the text names; the text itself if it names nobody."""
    names = [] if text is None else parse_names([text], "learner")
    return (await find_people(context, names, "learner"))[names[0]] or names[0] if names else None


@dataclass(frozen=True, slots=True)
class ResolvedProject:
    """The project of new drafts. created: the project, if it is new; linked: the earlier drafts that were waiting for it."""

    project: NamedProject
    warnings: tuple[str, ...] = ()
    created: tuple[Node, ...] = ()
    linked: tuple[Node, ...] = ()


async def resolve_project(context: CommandContext, project: NamedProject, *, create: bool) -> ResolvedProject:
    """Creates an unknown project if the caller wants that; earlier drafts that wait for it then belong to it. Raises Forbidden."""
    if project.unknown is None:
        return ResolvedProject(project)
    if not create:
        return ResolvedProject(project, (f"There is no project called {quote(project.unknown)}. The name is kept with the draft.",))
    if context.caller is not None:
        context.caller.require(Role.CURATOR, "createProject")
    new = await create_planned_project(context.tx, project.unknown)
    linked = await link_waiting_drafts(context.tx, new, project.unknown)
    warnings = (f"The project {quote(project.unknown)} was created as PLANNED.", *await warn_of_linked(context, linked))
    return ResolvedProject(NamedProject(id=new), warnings, ((Label.PROJECT, new),), linked)


def changed_fields(project: NamedProject) -> tuple[str, ...]:
    """The fields of a captured lesson, for the log."""
    where = ("project",) if project.id else ("projectText",) if project.unknown else ()
    return ("title", "status", "learnedOn", "learners", *where)


def repeat_warning(context: CommandContext, capture: dict[str, Any]) -> str:
    """The warning about a lesson that the caller captured before. capture: a row of find_recent."""
    minutes = int((context.now - datetime.fromisoformat(capture["recordedAt"][:19] + "+00:00")).total_seconds() // 60)
    ago = "a minute ago" if minutes < 2 else f"{minutes} minutes ago"
    return f"You wrote this {ago}: it was not recorded again."
