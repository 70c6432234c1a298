"""Records lessons, as drafts or published at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph_service.callers import Role
from graph_service.domain.activity import lock_activity_log
from graph_service.domain.authorization.permissions import refuse_other_learners, refuse_publishing
from graph_service.domain.authorization.readability import require_nameable
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import choose_hidden_id
from graph_service.domain.lessons.languages import derived_properties
from graph_service.domain.lessons.restrictions import RESTRICTED_FIELDS, parse_restriction, restrict_new_lesson
from graph_service.domain.lessons.rules import refuse_cycle
from graph_service.domain.lessons.write import LESSON_PARSERS, parse_links, write_lesson
from graph_service.domain.parsing import (
    Day,
    choice,
    drop_absent,
    parse_properties,
)
from graph_service.model.enums import Audience, LessonStatus
from graph_service.model.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLesson:
    """A new lesson: what people learned on a project."""

    title: str
    learned_on: Day
    learners: Sequence[str]
    """The IDs of the people who learned it; at least one."""
    project: str
    """The ID of the project where it was learned."""
    id: str | None = None
    """The ID of the new lesson; only administrators may choose it. Generated if omitted."""
    context: str | None = None
    went_well: str | None = None
    went_wrong: str | None = None
    recommendation: str | None = None
    phase: str | None = None
    topics: Sequence[str] = ()
    """The IDs of its topics."""
    builds_on: Sequence[str] = ()
    """The IDs of the lessons it builds on."""
    language: str | None = None
    """The language of the texts (ISO 639-1, such as en or de); recognised if omitted."""
    source_url: str | None = None
    status: str = LessonStatus.DRAFT
    """DRAFT, or PUBLISHED to make it visible to everyone immediately, for callers who may publish."""
    restricted: bool = False
    """Whether only its learners, and the people and departments below, may read it. Nobody else can see that it exists."""
    restricted_to_people: Sequence[str] = ()
    """The IDs of people who may read it, if it is restricted."""
    restricted_to_departments: Sequence[str] = ()
    """The IDs of departments whose members may read it, also the members of departments below them, if it is restricted."""
    confirm: bool = False
    """Confirms a day that is more than a year before the project started or after it ended."""


@command_handler("recordLesson", role=Role.CONTRIBUTOR, locks_log=True)
async def record_lesson(context: CommandContext, command: RecordLesson) -> Change:
    """Records a lesson. Its departments are the home departments of its learners on the day it was learned.

    Contributors must be one of the learners. Fails with CONFLICT if the ID is taken, and with CONFIRMATION_REQUIRED if the day is unlikely
    and `confirm` is not set.
    """
    properties = drop_absent(parse_properties(command, LESSON_PARSERS))
    context.past_day(properties["learnedOn"], "learnedOn")
    properties["status"] = choice((LessonStatus.DRAFT, LessonStatus.PUBLISHED))(command.status, "status")
    if properties["status"] == LessonStatus.PUBLISHED:
        refuse_publishing(context, "status")
        properties["publishedOn"] = context.now.date()
    links = parse_links(command)
    restriction = parse_restriction(command.restricted, command.restricted_to_people, command.restricted_to_departments)
    refuse_other_learners(context, links["learners"])
    if command.id is not None:
        await lock_activity_log(context.tx)
    new = await choose_hidden_id(context.tx, Label.LESSON, command.id, context.caller)
    if new in links["buildsOn"]:  # the only possible cycle: no other lesson links to a new one
        refuse_cycle("buildsOn", new, new, [{"cycle": [new]}])
    changed = (*properties, *(field for field, ids in links.items() if ids), *(RESTRICTED_FIELDS if restriction else ()))
    change = Change(Label.LESSON, new, changed, people=tuple(links["learners"]))
    if properties["status"] == LessonStatus.DRAFT or restriction:
        properties["audience"] = Audience.NAMED if restriction else Audience.AUTHORS
    properties |= drop_absent(derived_properties(properties))
    await require_nameable(context, links["learners"], "learners")
    person = context.caller.person if context.caller is not None else None
    recorder = None if person in links["learners"] else person
    change = await write_lesson(context, change, properties, links, confirmed=command.confirm, recorder=recorder)
    if restriction:
        await restrict_new_lesson(context, new, links["learners"], restriction)
    return change
