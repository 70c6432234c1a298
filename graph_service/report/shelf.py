"""The section about lessons that nobody has used yet."""

from collections.abc import Sequence

from markupsafe import Markup

from graph_service.analysis.measures.shelf import ShelfFigures
from graph_service.report.bar_chart import Bar, Part, bar_chart, largest
from graph_service.report.figures import Figures
from graph_service.report.formatting import NO_VALUE, format_number, format_percent, plural
from graph_service.report.section import Section, Table

LEGEND = [("data", "reused"), ("data-2", "considered"), ("data-3", "retired"), ("empty", "not reused yet")]
CAPTION = "Use of the published lessons"


def shelf_section(figures: Figures) -> Section:
    """The use of each department's lessons as bars and as a table, and the lessons that have waited longest."""
    total = figures.shelf
    rows: list[tuple[str, ShelfFigures]] = [("All", total), *((shelf.group.name, shelf) for shelf in figures.shelf.groups)]
    is_mostly_unused = total.on_shelf > total.published / 2
    return Section(
        id="shelf",
        subject="Not reused yet",
        title=_title(total),
        text=f"The use of the lessons published in this period; at the end of each bar the share that is not reused yet. {_waiting_time(total)}",
        evidence=f"{plural(total.published, 'lesson')}; {plural(total.events, 'reuse')} by {plural(total.people, 'other person', 'other people')}.",
        method="A lesson counts as not reused yet when nobody but its own learners reused it, no project considered it in a rundown, and it was not "
        "retired. The days to the first reuse are a Kaplan–Meier estimate, in which lessons that still wait count for as long as they wait.",
        chart=_chart(rows, strong=is_mostly_unused) if total.published else None,
        tables=[_table(rows), *_waiting_tables(figures)] if total.published else [],
        decision="Which of these lessons should be rewritten, retired, or brought to a project?" if is_mostly_unused else "",
        page="/insights",
    )


def _title(total: ShelfFigures) -> str:
    if not total.published:
        return "No lesson was published in this period"
    if not total.on_shelf:
        return f"Each of the {plural(total.published, 'lesson')} published in this period was reused, considered or retired"
    verb = "hasn’t" if total.on_shelf == 1 else "haven’t"
    return f"{format_number(total.on_shelf)} of {plural(total.published, 'lesson')} published in this period {verb} been reused yet"


def _waiting_time(total: ShelfFigures) -> str:
    if not total.published:
        return ""
    if total.median_days is None:
        return "Fewer than half of them have been reused by others so far."
    return f"Half of such lessons are reused by others within {plural(total.median_days, 'day')}."


def _chart(rows: Sequence[tuple[str, ShelfFigures]], *, strong: bool) -> Markup:
    """`strong`: whether the first row, the total, is highlighted."""
    description = "; ".join(
        f"{name}: {format_number(shelf.on_shelf)} of {format_number(shelf.published)} not reused yet" for name, shelf in rows
    )
    bars = [
        Bar(name, _parts(name, shelf), format_percent(shelf.on_shelf / shelf.published), strong=strong and shelf is rows[0][1])
        for name, shelf in largest(rows, lambda row: row[1].published)
        if shelf.published
    ]
    return bar_chart("shelf-bars", CAPTION, f"{description}.", bars, LEGEND)


def _parts(name: str, shelf: ShelfFigures) -> list[Part]:
    amounts = (shelf.reused, shelf.considered, shelf.retired, shelf.on_shelf)
    return [
        Part(amount / shelf.published, class_, f"{name}: {format_number(amount)} {words}")
        for amount, (class_, words) in zip(amounts, LEGEND, strict=True)
    ]


def _table(rows: Sequence[tuple[str, ShelfFigures]]) -> Table:
    cells = [
        (
            name,
            *map(format_number, (shelf.published, shelf.reused, shelf.considered, shelf.retired, shelf.on_shelf, shelf.median_days)),
        )
        for name, shelf in rows
    ]
    return Table(CAPTION, ("Department", "Published", "Reused", "Considered", "Retired", "Not reused yet", "Days to reuse"), cells)


def _waiting_tables(figures: Figures) -> list[Table]:
    waiting = figures.shelf.lessons
    if not waiting:
        return []
    rows = [(figures.title(row.lesson), figures.project(row.lesson) or NO_VALUE, format_number(row.days)) for row in waiting]
    hidden = figures.shelf.on_shelf - len(rows)
    more = f"{plural(hidden, 'more lesson')} not reused yet." if hidden > 0 else ""
    return [Table("Waiting longest", ("Lesson", "Project", "Days"), rows, text_columns=2, more=more)]
