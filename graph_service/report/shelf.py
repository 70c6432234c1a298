"""The section about lessons that nobody has used yet."""

from collections.abc import Sequence

from markupsafe import Markup

from graph_service.analysis.measures.shelf import ShelfFigures
from graph_service.report.bar_chart import Bar, Part, bar_chart, largest
from graph_service.report.figures import Figures
from graph_service.report.formatting import NO_VALUE, format_number, format_percent, plural
from graph_service.report.section import Section, Table

LEGEND = [("data", "reused"), ("data-2", "considered"), ("data-3", "retired"), ("empty", "on the shelf")]
CAPTION = "Use of the published lessons"


def shelf_section(figures: Figures) -> Section:
    """The use of each department's lessons as bars and as a table, and the lessons that have waited longest."""
    total = figures.shelf
    rows: list[tuple[str, ShelfFigures]] = [("All", total), *((shelf.group.name, shelf) for shelf in figures.shelf.groups)]
    needs_decision = total.on_shelf > total.published / 2
    return Section(
        id="shelf",
        subject="On the shelf",
        title=_title(total),
        text=f"The use of the lessons published in this period; at the end of each bar the share that is still on the shelf. {_waiting_time(total)}",
        evidence=f"{plural(total.published, 'lesson')}; {plural(total.events, 'reuse')} by {plural(total.people, 'other person', 'other people')}.",
        method="A lesson is on the shelf when nobody but its own learners reused it, no project considered it in a rundown, and it was not "
        "retired. The days to the first reuse are a Kaplan–Meier estimate, in which lessons that still wait count for as long as they wait.",
        chart=_chart(rows, strong=needs_decision) if total.published else None,
        tables=[_table(rows), *_waiting_tables(figures)] if total.published else [],
        needs_decision=needs_decision,
    )


def _title(total: ShelfFigures) -> str:
    if not total.published:
        return "No lesson was published in this period"
    if not total.on_shelf:
        return f"None of the {plural(total.published, 'lesson')} published in this period is on the shelf"
    verb = "is" if total.on_shelf == 1 else "are"
    return f"{format_number(total.on_shelf)} of {plural(total.published, 'lesson')} published in this period {verb} still on the shelf"


def _waiting_time(total: ShelfFigures) -> str:
    if not total.published:
        return ""
    if total.median_days is None:
        return "Fewer than half of them have been reused by others so far."
    return f"Half of such lessons are reused by others within {plural(total.median_days, 'day')}."


def _chart(rows: Sequence[tuple[str, ShelfFigures]], *, strong: bool) -> Markup:
    """`strong`: whether the first row, the total, is highlighted."""
    description = "; ".join(
        f"{name}: {format_number(shelf.on_shelf)} of {format_number(shelf.published)} on the shelf" for name, shelf in rows
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
    return Table(CAPTION, ("Department", "Published", "Reused", "Considered", "Retired", "On the shelf", "Days to reuse"), cells)


def _waiting_tables(figures: Figures) -> list[Table]:
    waiting = figures.shelf.lessons
    if not waiting:
        return []
    rows = [(figures.title(row.lesson), figures.project(row.lesson) or NO_VALUE, format_number(row.days)) for row in waiting]
    hidden = figures.shelf.on_shelf - len(rows)
    more = f"{plural(hidden, 'more lesson')} on the shelf." if hidden > 0 else ""
    return [Table("Waiting longest", ("Lesson", "Project", "Days"), rows, text_columns=2, more=more)]
