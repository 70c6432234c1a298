"""The section about how soon lessons are recorded and published, rundowns, and conversations across departments."""

from collections.abc import Iterator

from graph_service.analysis.measures.participation.capture import CaptureFigures, ClosedProjects
from graph_service.analysis.measures.participation.conversations import ConversationFigures
from graph_service.analysis.measures.participation.evidence import ENOUGH_EVIDENCE, Evidence
from graph_service.analysis.measures.participation.rundown_use import RundownFigures
from graph_service.analysis.measures.participation.waiting_time import WaitingTime
from graph_service.report.figures import Figures
from graph_service.report.formatting import NO_VALUE, format_number, format_percent, plural
from graph_service.report.section import Section, Table

CAPTURE_HEADS = (
    "Department",
    "Closed projects",
    "Without a lesson",
    "Lessons per project",
    "Days to record",
    "Days to publish",
    "Days in all",
    "Still waiting",
)


def participation_section(figures: Figures) -> Section:
    """What is recorded of what was learned, how soon, and what is done with it in rundowns and conversations."""
    total, rundowns, talks = figures.capture, figures.rundown_use, figures.conversations
    is_incomplete = total.closed.evidence is Evidence.ENOUGH and total.closed.without_lesson > total.closed.projects / 2
    return Section(
        id="participation",
        subject="Capture",
        title=_title(total),
        text=" ".join((_recording(total), _decisions(rundowns), _conversations(talks))),
        evidence=f"{plural(total.learned_to_published.lessons, 'lesson')} by {plural(total.learned_to_published.people, 'person', 'people')}; "
        f"{plural(rundowns.decisions, 'decision')} of {plural(rundowns.projects, 'project')} in {plural(rundowns.rundowns, 'rundown')}; "
        f"{plural(talks.conversations, 'conversation')} of {plural(talks.people, 'person', 'people')}.",
        method="The medians are Kaplan–Meier estimates, in which lessons that are not published yet count for as long as they wait. The day of "
        "recording is known for lessons that the service recorded itself, not for imported ones. A project belongs to the department that owned "
        "it, and a person to the department of that day. No median or share is stated for fewer than "
        f"{ENOUGH_EVIDENCE} lessons, projects, decisions or conversations.",
        tables=list(_tables(figures)),
        decision="Who asks these projects for a lesson before their people move on?" if is_incomplete else "",
        page="/insights",
    )


def _title(total: CaptureFigures) -> str:
    closed, days = total.closed, total.learned_to_published.median_days
    parts = [
        _projects(closed) if closed.projects else "",
        "" if days is None else f"half of the lessons are published within {plural(days, 'day')} of being learned",
    ]
    title = "; ".join(filter(None, parts))
    return f"{title[0].upper()}{title[1:]}" if title else "No project closed in this period"


def _projects(closed: ClosedProjects) -> str:
    if not closed.without_lesson:
        return f"each of the {plural(closed.projects, 'closed project')} has a lesson"
    verb = "has" if closed.without_lesson == 1 else "have"
    return f"{format_number(closed.without_lesson)} of {plural(closed.projects, 'closed project')} {verb} no lesson"


def _recording(total: CaptureFigures) -> str:
    """How soon lessons are recorded and published, and of how many it is not known."""
    unknown = total.recording_unknown
    left_out = f" When {plural(unknown, 'imported lesson was', 'imported lessons were')} recorded is not known." if unknown else ""
    if not total.learned_to_recorded.lessons:
        return f"The service recorded no lesson in this period.{left_out}"
    if total.learned_to_recorded.evidence is total.recorded_to_published.evidence is Evidence.TOO_LITTLE:
        return f"Too few lessons to say how soon they are recorded and published.{left_out}"
    recorded = _wait(total.learned_to_recorded, "recorded", "of being learned")
    return f"{recorded} {_wait(total.recorded_to_published, 'published', 'of being recorded')}{left_out}"


def _wait(time: WaitingTime, step: str, since: str) -> str:
    if time.median_days is not None:
        return f"Half of the lessons were {step} within {plural(time.median_days, 'day')} {since}."
    if time.evidence is Evidence.MORE_THAN_HALF_WAIT:
        return f"More than half of them, {format_number(time.waiting)} of {format_number(time.lessons)}, are not {step} yet, so there is no median."
    return f"Too few lessons to say how soon they are {step}."


def _decisions(rundowns: RundownFigures) -> str:
    if not rundowns.decisions:
        return "No rundown decided on a lesson."
    if rundowns.evidence is Evidence.TOO_LITTLE:
        return f"Rundowns decided on lessons only {format_number(rundowns.decisions)} times."
    return (
        f"Of {plural(rundowns.decisions, 'decision')} in rundowns, {format_percent(rundowns.apply_share)} were to apply the lesson, "
        f"{format_percent(rundowns.not_applicable_share)} that it does not fit, and {format_percent(rundowns.later_share)} were postponed."
    )


def _conversations(talks: ConversationFigures) -> str:
    if not talks.conversations:
        return "No conversation was recorded."
    if talks.across_share is None:
        return f"{plural(talks.conversations, 'conversation was', 'conversations were')} recorded, too few to say more."
    return f"{format_percent(talks.across_share)} of {plural(talks.conversations - talks.unknown, 'conversation')} were across departments."


def _tables(figures: Figures) -> Iterator[Table]:
    capture, rundowns, talks = figures.capture, figures.rundown_use, figures.conversations
    if capture.groups:
        rows = [("All", capture), *((row.group.name, row) for row in capture.groups)]
        yield Table("Lessons from learning to publishing", CAPTURE_HEADS, [_capture_row(*row) for row in rows])
    if any(phase.projects for phase in rundowns.phases):
        cells = [
            (
                phase.phase.display_name.capitalize(),
                format_number(phase.projects),
                format_number(phase.with_rundown),
                format_percent(phase.share),
            )
            for phase in rundowns.phases
        ]
        yield Table("Rundowns by phase of the project", ("Phase", "Projects", "With a rundown", "Share"), cells)
    if rundowns.decisions:
        named = [("All", rundowns), *((row.group.name, row) for row in rundowns.groups if row.decisions)]
        yield Table(
            "Decisions in rundowns",
            ("Department", "Decisions", "Apply", "Not applicable", "Later", "Projects"),
            [(name, *map(format_number, (row.decisions, row.apply, row.not_applicable, row.later, row.projects))) for name, row in named],
        )
    if talks.conversations:
        yield Table(
            "Conversations",
            ("Department", "Conversations", "Across", "Unknown", "Share across", "People"),
            [_conversation_row(*row) for row in [("All", talks), *((row.group.name, row) for row in talks.groups)]],
        )


def _capture_row(name: str, row: CaptureFigures) -> tuple[str, ...]:
    closed, in_all = row.closed, row.learned_to_published
    return (
        name,
        format_number(closed.projects),
        format_number(closed.without_lesson),
        format_number(closed.lessons_per_project),
        *(_days(time) for time in (row.learned_to_recorded, row.recorded_to_published, in_all)),
        format_number(in_all.waiting),
    )


def _days(time: WaitingTime) -> str:
    """The median with the number at risk."""
    return NO_VALUE if time.median_days is None else f"{format_number(time.median_days)} ({format_number(time.at_risk)} at risk)"


def _conversation_row(name: str, row: ConversationFigures) -> tuple[str, ...]:
    counts = map(format_number, (row.conversations, row.across, row.unknown))
    return (name, *counts, format_percent(row.across_share), format_number(row.people))
