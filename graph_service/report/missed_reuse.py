"""The section about problems that were repeated although a lesson about them existed."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from graph_service.analysis.measures.missed_reuse import MissedReuse
from graph_service.report.figures import Figures
from graph_service.report.formatting import NO_VALUE, format_number, format_percent, join_names, plural
from graph_service.report.gap_chart import Gap, gap_chart
from graph_service.report.section import Section, Table

MAX_ROWS: Final = 6  # of each table


def missed_reuse_section(figures: Figures) -> Section:
    """The time from lesson to repeated problem as lines, the problems on record as a table, and suggestions."""
    recorded = [row for row in figures.missed_reuse if row.likeness is None]
    suggested = [row for row in figures.missed_reuse if row.likeness is not None]
    gaps = [gap for row in recorded[:MAX_ROWS] if (gap := _gap(figures, row)) is not None]
    return Section(
        id="missed-reuse",
        subject="Repeated problems",
        title=_title(recorded, suggested),
        text=_text(recorded),
        evidence=f"{plural(len(recorded), 'repeated problem')} on record, {plural(len(suggested), 'suggestion')}.",
        method="Two lessons are on record when somebody linked them as the same problem. The problem counts as repeated when the earlier "
        "lesson was available that day and the later project had not reused it. Suggestions are lessons that say what went wrong and "
        "are similar to an earlier one on the same topic from another project; a person decides. The possible cost is what a reuse of "
        "the earlier lesson typically saved (the median), where savings were reported.",
        chart=_chart(gaps) if gaps else None,
        tables=[
            *([_recorded_table(figures, recorded)] if recorded else []),
            *([_suggestion_table(figures, suggested)] if suggested else []),
        ],
        decision=_decision(recorded, suggested),
        page="/insights",
    )


def _title(recorded: Sequence[MissedReuse], suggested: Sequence[MissedReuse]) -> str:
    if recorded:
        verb = "was" if len(recorded) == 1 else "were"
        return f"{plural(len(recorded), 'known problem')} {verb} repeated"
    if suggested:
        pairs = plural(len(suggested), "pair of similar lessons waits", "pairs of similar lessons wait")
        return f"No repeated problem is on record; {pairs} for a decision"
    return "No repeated problem is on record"


def _decision(recorded: Sequence[MissedReuse], suggested: Sequence[MissedReuse]) -> str:
    if recorded:
        return "Who makes sure that the next project sees these lessons before it starts?"
    return "Which of the similar lessons are about the same problem?" if suggested else ""


def _text(recorded: Sequence[MissedReuse]) -> str:
    if not recorded:
        return "Lessons about the same problem can be linked; similar lessons are suggested here."
    return f"The time from the day a lesson was published to the day its problem was repeated. {_shared_people_sentence(recorded)}"


def _shared_people_sentence(recorded: Sequence[MissedReuse]) -> str:
    without = sum(row.shared_people == 0 for row in recorded)
    if len(recorded) == 1:
        return "Nobody worked on both projects." if without else "Somebody worked on both projects."
    return f"In {format_number(without)} of {format_number(len(recorded))} cases nobody worked on both projects."


def _gap(figures: Figures, row: MissedReuse) -> Gap | None:
    """None when one of the dates is unknown."""
    earlier, later = figures.names.lessons.get(row.earlier), figures.names.lessons.get(row.later)
    if earlier is None or later is None or earlier.published is None or later.learned is None:
        return None
    return Gap(earlier.title, later.title, earlier.published, later.learned)


def _chart(gaps: Sequence[Gap]) -> Markup:
    description = "; ".join(f"{gap.earlier}: repeated after {plural(gap.days, 'day')}" for gap in gaps)
    return gap_chart("missed-gaps", "Time from lesson to repeated problem", f"{description}.", gaps)


def _recorded_table(figures: Figures, recorded: Sequence[MissedReuse]) -> Table:
    rows = [
        (
            f"{figures.title(row.earlier)} ({_origin(figures, row.earlier, [group.name for group in row.known_in])})",
            f"{figures.title(row.later)} ({_origin(figures, row.later, [group.name for group in row.came_back_in])})",
            format_number(row.shared_people),
            NO_VALUE if row.forgone is None else f"{format_number(row.forgone.hours)} ({format_number(row.forgone.events)})",
        )
        for row in recorded[:MAX_ROWS]
    ]
    heads = ("Lesson", "Repeated as", "Shared people", "Hours saved per reuse (reuses)")
    more = _hidden_rows(len(recorded), "more repeated problem")
    return Table("Repeated problems on record", heads, rows, text_columns=2, more=more)


def _origin(figures: Figures, lesson: str, departments: Sequence[str]) -> str:
    return ", ".join([figures.project(lesson) or "unknown project", join_names(departments)])


def _suggestion_table(figures: Figures, suggested: Sequence[MissedReuse]) -> Table:
    rows = [
        (figures.title(row.earlier), figures.title(row.later), format_percent(row.likeness), format_number(row.shared_people))
        for row in suggested[:MAX_ROWS]
    ]
    heads = ("Lesson", "Perhaps repeated as", "Similarity", "Shared people")
    return Table("Suggested: the same problem?", heads, rows, text_columns=2, more=_hidden_rows(len(suggested), "more suggestion"))


def _hidden_rows(count: int, noun: str) -> str:
    return f"{plural(count - MAX_ROWS, noun)}." if count > MAX_ROWS else ""
