"""Problems that came back although a lesson about them was there."""

from collections.abc import Sequence
from typing import Final

from graph_service.analysis.measures.missed_reuse import MissedReuse
from graph_service.report.figures import Figures
from graph_service.report.formatting import NONE, listed, number, percent, plural, spelled
from graph_service.report.gap_chart import Gap, gaps
from graph_service.report.section import Section, Table

LISTED: Final = 6  # of what is on record, and of what is suggested


def missed_section(figures: Figures) -> Section:
    """Title, the time between lesson and return as lines, what is on record as a table, and what is suggested."""
    recorded = [one for one in figures.missed if one.likeness is None]
    suggested = [one for one in figures.missed if one.likeness is not None]
    drawn = [gap for one in recorded[:LISTED] if (gap := _gap(figures, one)) is not None]
    return Section(
        id="missed-reuse",
        subject="Missed reuse",
        title=_title(recorded, suggested),
        text=_text(recorded),
        evidence=f"{plural(len(recorded), 'return')} on record, {plural(len(suggested), 'suggestion')}.",
        method="On record is what somebody linked as the same problem. It counts as missed when the earlier lesson was available that day "
        "and the later project had not reused it. Suggested are lessons that tell what went wrong and read like an earlier one on "
        "the same topic from another project; a person decides. What it may have cost is what a reuse of the earlier lesson typically "
        "saved (the median), where anybody stated it.",
        picture=gaps("missed-gaps", "From lesson to return", _description(drawn), drawn) if drawn else None,
        tables=[
            *([_table(figures, recorded)] if recorded else []),
            *([_suggestions(figures, suggested)] if suggested else []),
        ],
        asks=bool(recorded or suggested),
    )


def _title(recorded: Sequence[MissedReuse], suggested: Sequence[MissedReuse]) -> str:
    if recorded:
        return f"{spelled(len(recorded), 'problem')} came back although a lesson about {'it' if len(recorded) == 1 else 'them'} was there"
    if suggested:
        return f"No problem is on record as having come back; {plural(len(suggested), 'pair of lessons reads', 'pairs of lessons read')} alike and wait for a decision"
    return "No problem is on record as having come back although a lesson about it was there"


def _text(recorded: Sequence[MissedReuse]) -> str:
    if not recorded:
        return "Two lessons that tell of the same problem can be linked, and those that read alike are suggested here."
    return f"From the day a lesson was published to the day its problem came back. {_nobody(recorded)}"


def _nobody(recorded: Sequence[MissedReuse]) -> str:
    nobody = sum(one.shared_people == 0 for one in recorded)
    if len(recorded) == 1:
        return "The two projects had nobody in common who could have told." if nobody else "Somebody was on both projects."
    return (
        f"In {number(nobody)} of {number(len(recorded))} cases the two projects had nobody in common who could have told."
        if recorded
        else ""
    )


def _gap(figures: Figures, one: MissedReuse) -> Gap | None:
    earlier, later = figures.told.get(one.earlier), figures.told.get(one.later)
    if earlier is None or later is None or earlier.published is None or later.learned is None:
        return None
    return Gap(earlier.title, later.title, earlier.published, later.learned)


def _description(drawn: Sequence[Gap]) -> str:
    return "; ".join(f"{gap.earlier}: came back after {plural((gap.back - gap.there).days, 'day')}" for gap in drawn) + "."


def _where(figures: Figures, id_: str, groups: Sequence[str]) -> str:
    return ", ".join([figures.project(id_) or "project not known", listed(groups)])


def _table(figures: Figures, found: Sequence[MissedReuse]) -> Table:
    rows = [
        (
            f"{figures.title(one.earlier)} ({_where(figures, one.earlier, [group.name for group in one.known_in])})",
            f"{figures.title(one.later)} ({_where(figures, one.later, [group.name for group in one.came_back_in])})",
            number(one.shared_people),
            NONE if one.forgone is None else f"{number(one.forgone.hours)} ({number(one.forgone.events)})",
        )
        for one in found[:LISTED]
    ]
    heads = ("The lesson", "Came back as", "Shared people", "Hours a reuse saved (reuses)")
    return Table("Came back although a lesson was there", heads, rows, texts=2, more=_more(found, "return"))


def _suggestions(figures: Figures, found: Sequence[MissedReuse]) -> Table:
    rows = [
        (figures.title(one.earlier), figures.title(one.later), percent(one.likeness), number(one.shared_people)) for one in found[:LISTED]
    ]
    heads = ("The lesson", "May have come back as", "Likeness", "Shared people")
    return Table("Suggested: the same problem?", heads, rows, texts=2, more=_more(found, "suggestion"))


def _more(found: Sequence[MissedReuse], what: str) -> str:
    return f"{plural(len(found) - LISTED, f'more {what}')}." if len(found) > LISTED else ""
