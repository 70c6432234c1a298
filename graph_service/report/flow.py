"""Where knowledge crosses from one department to another."""

from typing import Final

from graph_service.analysis.measures.flow import Cell
from graph_service.analysis.organisation.groups import GroupKind
from graph_service.report.bar_chart import Bar, Part, bars
from graph_service.report.figures import Figures
from graph_service.report.formatting import number, percent, plural
from graph_service.report.section import Section, Table

STREAMS: Final = 10  # listed


def flow_section(figures: Figures) -> Section:
    """Title, the widest streams as bars, and the same as a table."""
    across = sorted(
        (
            cell
            for cell in figures.flow.cells
            if cell.giver != cell.receiver and GroupKind.UNATTRIBUTED not in (cell.giver.kind, cell.receiver.kind)
        ),
        key=lambda cell: (-cell.reuses, cell.giver.id, cell.receiver.id),
    )
    total = sum(cell.reuses for cell in across)
    shown = across[:STREAMS]
    return Section(
        id="flow",
        subject="Flow",
        title=_title(shown, total, figures.flow.events),
        text="The widest streams of knowledge between departments, from where a lesson was learned to where it was reused.",
        evidence=f"{plural(total, 'reuse')} between departments, of {plural(figures.flow.events, 'reuse')} by "
        f"{plural(figures.flow.people, 'person', 'people')} in all.",
        method="A lesson learned by people of several departments counts in parts for each, and so does a reuse; so the figures of all "
        "pairs add up to the number of reuses.",
        picture=bars(
            "streams",
            "The widest streams between departments",
            "; ".join(f"{_pair(cell)} {number(cell.reuses)}" for cell in shown) + ".",
            [
                Bar(_pair(cell), [Part(cell.reuses, "data", f"{_pair(cell)}: {plural(cell.reuses, 'reuse')}")], number(cell.reuses))
                for cell in shown
            ],
        )
        if shown
        else None,
        tables=[_table(shown, len(across))] if shown else [],
    )


def _title(shown: list[Cell], total: float, events: int) -> str:
    if not events:
        return "No lesson was reused in this time"
    if not shown:
        return "No knowledge crossed from one department to another in this time"
    widest = shown[0]
    return (
        f"{percent(total / events)} of reuse crossed departments; the widest stream runs from {widest.giver.name} to {widest.receiver.name}: "
        f"{plural(widest.reuses, 'reuse')}"
    )


def _pair(cell: Cell) -> str:
    return f"{cell.giver.name} → {cell.receiver.name}"


def _table(shown: list[Cell], pairs: int) -> Table:
    rows = [
        (cell.giver.name, cell.receiver.name, number(cell.reuses), number(cell.hours_saved), number(cell.events), number(cell.people))
        for cell in shown
    ]
    heads = ("Learned in", "Reused in", "Reuses", "Hours saved", "Events", "People")
    more = f"{plural(pairs - len(shown), 'more pair')} of departments had less." if pairs > len(shown) else ""
    return Table("The widest streams between departments", heads, rows, texts=2, more=more)
