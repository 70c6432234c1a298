"""The command that captures the lessons of a meeting at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph_service.callers import Role
from graph_service.domain.authorization.permissions import always_learner
from graph_service.domain.capture.bullets import MAX_NOTES, refuse_too_many, split_notes
from graph_service.domain.capture.drafts import Draft, find_recent, write_drafts
from graph_service.domain.capture.lesson import changed_fields, repeat_warning, resolve_project
from graph_service.domain.capture.lookup import find_people, find_project, parse_names
from graph_service.domain.capture.texts import parse_lesson_text
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.parsing import Day, optional, parse_short_text, quote
from graph_service.errors import InvalidInput
from graph_service.model.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLesson:
    """One lesson of a meeting."""

    text: str
    """The lesson. Its first sentence becomes the title, the rest what happened."""
    learners: Sequence[str] = ()
    """The people who learned it: IDs, e-mail addresses or names. Those of the meeting if empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureMeeting:
    """The lessons of one meeting, on one project."""

    project: str | None = None
    """The ID or the name of the project."""
    held_on: Day | None = None
    """The day of the meeting, on which the lessons were learned; today by default."""
    learners: Sequence[str] = ()
    """The learners of the lessons that do not name any: IDs, e-mail addresses or names."""
    lessons: Sequence[MeetingLesson] = ()
    """The lessons; at most 200, together with those of `notes`."""
    notes: str | None = None
    """Notes to split into lessons: one for each bullet, or else each paragraph, or else each line. At most 100,000 characters."""
    create_project: bool = False
    """Creates the project as PLANNED if no project has that name; requires the role curator. Otherwise the name is kept with the drafts."""


@command_handler("captureMeeting", role=Role.CONTRIBUTOR, creates=[Label.LESSON, Label.PROJECT])
async def capture_meeting(context: CommandContext, command: CaptureMeeting) -> Change:
    """Records the lessons of a meeting as drafts: all of them, or none if one breaks a rule.

    A contributor is a learner of each of them. Names of people and of a project that do not exist yet are kept as text with the drafts. Fails
    with CONFLICT if a name matches several people. Lessons that the caller captured within the last 10 minutes are not recorded again.
    """
    lessons = _parse_lessons(command)
    shared = parse_names(command.learners, "learners")
    day = context.past_day(command.held_on, "heldOn")
    project = await find_project(context, optional(parse_short_text)(command.project, "project"), "project")
    people = await find_people(context, list(dict.fromkeys([*shared, *(name for _, names in lessons for name in names)])), "learners")
    drafts = [Draft(text, day, *_learners(context, names or shared, people), project) for text, names in lessons]
    recent = await find_recent(context)
    before = [next((capture for capture in recent if draft.is_same_as(capture)), None) for draft in drafts]
    new = [draft for draft, capture in zip(drafts, before, strict=True) if capture is None]
    if not new:
        first, *others = [capture for capture in before if capture is not None]
        also = tuple((Label.LESSON, other["id"]) for other in others)
        return Change(Label.LESSON, first["id"], (), warnings=(repeat_warning(context, first),), seq=first["seq"], also=also)
    resolved = await resolve_project(context, project, create=command.create_project)
    first, *others = await write_drafts(context, [replace(draft, project=resolved.project) for draft in new])
    warnings = (*resolved.warnings, *_warnings(len(drafts) - len(new), people))
    learners = tuple(dict.fromkeys(learner for draft in new for learner in draft.learners))
    also = (*((Label.LESSON, lesson) for lesson in others), *resolved.created)
    changed = changed_fields(resolved.project)
    return Change(Label.LESSON, first, changed, people=learners, warnings=warnings, also=also, linked=resolved.linked)


def _parse_lessons(command: CaptureMeeting) -> list[tuple[str, list[str]]]:
    """The texts of the lessons, each with the people it names; each text once."""
    refuse_too_many(len(command.lessons), "lessons")
    lessons: dict[str, list[str]] = {}
    for number, lesson in enumerate(command.lessons, 1):
        lessons.setdefault(_parse_text(lesson.text, number), parse_names(lesson.learners, "learners"))
    for text in split_notes(command.notes or "", "notes"):
        lessons.setdefault(text, [])
    if not lessons:
        raise InvalidInput("lessons is empty, and notes contains no words. Write at least one lesson.", field="lessons")
    refuse_too_many(len(lessons), "lessons")
    if sum(map(len, lessons)) > MAX_NOTES:
        raise InvalidInput(f"The lessons have more than {MAX_NOTES:,} characters together. Record them in several parts.", field="lessons")
    return list(lessons.items())


def _parse_text(text: str, number: int) -> str:
    try:
        return parse_lesson_text(text, "text")
    except InvalidInput as error:
        raise InvalidInput(f"Lesson {number}: {error.message}", field="lessons") from error


def _learners(context: CommandContext, names: Iterable[str], people: Mapping[str, str | None]) -> tuple[tuple[str, ...], str | None]:
    """The IDs of the learners of a lesson, and the names of those who are not in the graph. Without a known one it is the caller."""
    own, fallback = always_learner(context), context.caller.person if context.caller else None
    found = [person for name in names if (person := people[name])]
    ids = tuple(dict.fromkeys(person for person in [*found, own, None if found else fallback] if person))
    if not ids:
        raise InvalidInput(
            "learners contains nobody whom the service knows, but a lesson must have at least one learner. Add the ID or the name of a person.",
            field="learners",
        )
    return ids, "; ".join(name for name in names if people[name] is None) or None


def _warnings(repeated: int, people: Mapping[str, Any]) -> tuple[str, ...]:
    unknown = [quote(name) for name, person in people.items() if person is None]
    warnings: list[str] = []
    if repeated:
        warnings.append(f"You wrote {repeated} of these lessons a moment ago: they were not recorded again.")
    if unknown:
        warnings.append(f"Nobody is called {', '.join(unknown)}. The names are kept with the drafts.")
    return tuple(warnings)
