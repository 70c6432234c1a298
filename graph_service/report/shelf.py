"""What nobody reuses."""

from graph_service.analysis.measures.shelf import ShelfFigures
from graph_service.report.bar_chart import Bar, Part, bars, largest
from graph_service.report.figures import Figures
from graph_service.report.formatting import NONE, number, percent, plural
from graph_service.report.section import Section, Table

LEGEND = [("data", "reused"), ("data-2", "considered"), ("data-3", "retired"), ("empty", "on the shelf")]


def shelf_section(figures: Figures) -> Section:
    """Title, what became of the lessons of each department as bars, the same as a table, and those that wait longest."""
    whole = figures.shelf.whole
    rows = [("All", whole), *((group.name, found) for group, found in figures.shelf.groups)]
    asks = whole.on_shelf > whole.published / 2
    drawn = [
        Bar(name, _parts(name, found), percent(found.on_shelf / found.published), strong=asks and found is whole)
        for name, found in largest(rows, lambda row: row[1].published)
        if found.published
    ]
    return Section(
        id="shelf",
        subject="On the shelf",
        title=_title(whole),
        text="What became of the lessons published in this time; at the end of each bar the share that is still on the shelf. "
        + _wait(whole),
        evidence=f"{plural(whole.published, 'lesson')}; {plural(whole.events, 'reuse')} by {plural(whole.people, 'other person', 'other people')}.",
        method="A lesson is on the shelf when nobody but its own people reused it, no project considered it in a rundown, and it was not "
        "retired. The days to the first reuse are estimated so that lessons still waiting count for as long as they wait (Kaplan–Meier).",
        picture=bars("shelf-bars", "What became of the lessons", _description(rows), drawn, LEGEND) if drawn else None,
        tables=[_table(rows), *_waiting(figures)] if drawn else [],
        asks=asks,
    )


def _title(whole: ShelfFigures) -> str:
    if not whole.published:
        return "No lesson was published in this time"
    if not whole.on_shelf:
        return f"Every one of the {plural(whole.published, 'lesson')} published in this time was taken up"
    return f"{number(whole.on_shelf)} of {plural(whole.published, 'lesson')} published in this time {'is' if whole.on_shelf == 1 else 'are'} still on the shelf"


def _wait(whole: ShelfFigures) -> str:
    if not whole.published:
        return ""
    if whole.median_days is None:
        return "More than half of them had not been reused by others for as long as can be seen."
    return f"By an estimate that counts how long the others have waited, half of such lessons are reused within {plural(whole.median_days, 'day')}."


def _parts(name: str, found: ShelfFigures) -> list[Part]:
    amounts = (found.reused, found.considered, found.retired, found.on_shelf)
    return [
        Part(amount / found.published, class_, f"{name}: {number(amount)} {words}")
        for amount, (class_, words) in zip(amounts, LEGEND, strict=True)
    ]


def _description(rows: list[tuple[str, ShelfFigures]]) -> str:
    return "; ".join(f"{name}: {number(found.on_shelf)} of {number(found.published)} on the shelf" for name, found in rows) + "."


def _table(rows: list[tuple[str, ShelfFigures]]) -> Table:
    cells = [
        (
            name,
            number(found.published),
            number(found.reused),
            number(found.considered),
            number(found.retired),
            number(found.on_shelf),
            number(found.median_days),
        )
        for name, found in rows
    ]
    heads = ("Department", "Published", "Reused", "Considered", "Retired", "On the shelf", "Days to reuse")
    return Table("What became of the lessons", heads, cells)


def _waiting(figures: Figures) -> list[Table]:
    waiting = figures.shelf.lessons
    if not waiting:
        return []
    rows = [(figures.title(one.lesson), figures.project(one.lesson) or NONE, number(one.days)) for one in waiting]
    rest = figures.shelf.whole.on_shelf - len(rows)
    more = f"{plural(rest, 'more lesson')} on the shelf." if rest > 0 else ""
    return [Table("Waiting longest", ("Lesson", "Project", "Days"), rows, texts=2, more=more)]
