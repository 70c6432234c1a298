"""What reuse saved."""

from collections.abc import Sequence

from graph_service.analysis.measures.benefits import Benefit, BenefitRow, Saving
from graph_service.analysis.measures.savings import Money
from graph_service.report.bar_chart import Bar, Part, bars, largest
from graph_service.report.figures import Figures
from graph_service.report.formatting import NONE, amount_of, listed, number, plural
from graph_service.report.section import Section, Table

LEGEND = [("data", "confirmed"), ("data-3", "reported, not confirmed")]


def benefits_section(figures: Figures) -> Section:
    """Title, the hours each department saved as bars, and hours and cost as a table."""
    total, rows = figures.benefits.total, figures.benefits.rows
    stated = [row for row in rows if row.received.reported.hours is not None]
    drawn = [_bar(row) for row in largest(stated, lambda row: abs(row.received.reported.hours or 0.0))]
    return Section(
        id="benefits",
        subject="Benefits",
        title=_title(total),
        text="Hours each department saved by reusing lessons, whoever had learned them.",
        evidence=f"{plural(total.reported.events, 'reuse')} with stated hours or cost, by {plural(total.reported.people, 'person', 'people')}; "
        f"{plural(total.confirmed.events, 'of them was', 'of them were')} confirmed.",
        method="Reported is what people say a reuse saved; confirmed is the part of it that somebody else confirmed. A reuse that "
        "cost time counts below zero. Amounts in different currencies are never added.",
        picture=bars("benefits-bars", "Hours saved by department", _description(rows), drawn, LEGEND) if drawn else None,
        tables=[_table(rows, total)] if rows else [],
    )


def _title(total: Benefit) -> str:
    reported, confirmed = total.reported, total.confirmed
    if not reported.events:
        return "Nobody stated what reuse saved in this time"
    return f"Reuse saved {_said(reported)}, as reported; {_said(confirmed) or 'nothing yet'} of it confirmed"


def _said(saving: Saving) -> str:
    """Hours and amounts in a row."""
    hours = [] if saving.hours is None else [plural(saving.hours, "hour")]
    found = [*hours, *(amount_of(amount) for amount in saving.cost)]
    return listed(found, most=len(found))


def _money(amounts: Sequence[Money]) -> str:
    """Amounts below each other."""
    return "\n".join(amount_of(amount) for amount in amounts) or NONE


def _bar(row: BenefitRow) -> Bar:
    name = row.group.name if row.group else ""
    reported, confirmed = row.received.reported.hours or 0.0, row.received.confirmed.hours or 0.0
    parts = [
        Part(confirmed, "data", f"{name}: {plural(confirmed, 'hour')} confirmed"),
        Part(reported - confirmed, "data-3", f"{name}: {plural(reported - confirmed, 'hour')} reported, not confirmed"),
    ]
    return Bar(name, parts, number(reported))


def _description(rows: tuple[BenefitRow, ...]) -> str:
    return (
        "; ".join(
            f"{row.group.name if row.group else ''}: {number(row.received.reported.hours)} reported, {number(row.received.confirmed.hours)} confirmed"
            for row in rows
        )
        + "."
    )


def _table(rows: tuple[BenefitRow, ...], total: Benefit) -> Table:
    cells = [
        (
            row.group.name if row.group else "",
            number(row.received.reported.hours),
            number(row.received.confirmed.hours),
            _money(row.received.reported.cost),
            _money(row.received.confirmed.cost),
            number(row.given.reported.hours),
        )
        for row in rows
    ]
    whole = (
        "All",
        number(total.reported.hours),
        number(total.confirmed.hours),
        _money(total.reported.cost),
        _money(total.confirmed.cost),
        number(total.reported.hours),
    )
    heads = ("Department", "Hours saved", "Hours confirmed", "Cost avoided", "Cost confirmed", "Hours its lessons saved")
    return Table("Hours and cost saved by department", heads, [*cells, whole])
