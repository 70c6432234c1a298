"""The section about the hours and costs that reuse saved."""

from collections.abc import Sequence

from markupsafe import Markup

from graph_service.analysis.measures.benefits import Benefit, BenefitRow, Money, Saving
from graph_service.report.bar_chart import Bar, Part, bar_chart, largest
from graph_service.report.figures import Figures
from graph_service.report.formatting import NO_VALUE, format_amount, format_number, join_names, plural
from graph_service.report.section import Section, Table

LEGEND = [("data", "confirmed"), ("data-3", "reported, not confirmed")]


def benefits_section(figures: Figures) -> Section:
    """The hours each department saved as bars, and hours and costs as a table."""
    total, rows = figures.benefits.total, figures.benefits.rows
    reporting = [row for row in rows if row.received.reported.hours_saved is not None]
    return Section(
        id="benefits",
        subject="Benefits",
        title=_title(total),
        text="Hours each department saved by reusing lessons of any department.",
        evidence=f"{plural(total.reported.events, 'reuse')} with reported hours or costs, by "
        f"{plural(total.reported.people, 'person', 'people')}; {plural(total.confirmed.events, 'of them was', 'of them were')} confirmed.",
        method="Reported is what people say a reuse saved; confirmed is the part of it that somebody else confirmed. Reuses of "
        "people’s own lessons are left out. A reuse that cost time counts as negative. Amounts in different currencies are never added.",
        chart=_chart(reporting) if reporting else None,
        tables=[_table(rows, total)] if rows else [],
    )


def _title(total: Benefit) -> str:
    reported, confirmed = total.reported, total.confirmed
    if not reported.events:
        return "No savings were reported in this period"
    return f"Reuse saved {format_saving(reported)}, as reported; {format_saving(confirmed) or 'nothing yet'} of it confirmed"


def format_saving(saving: Saving) -> str:
    """Hours and amounts; empty without any."""
    hours = [] if saving.hours_saved is None else [plural(saving.hours_saved, "hour")]
    parts = [*hours, *map(format_amount, saving.cost_avoided)]
    return join_names(parts, most=len(parts))


def _format_amounts(amounts: Sequence[Money]) -> str:
    """One amount per line."""
    return "\n".join(map(format_amount, amounts)) or NO_VALUE


def _group_name(row: BenefitRow) -> str:
    return row.group.name if row.group else ""


def _chart(rows: Sequence[BenefitRow]) -> Markup:
    description = "; ".join(
        f"{_group_name(row)}: {format_number(row.received.reported.hours_saved)} reported, {format_number(row.received.confirmed.hours_saved)} confirmed"
        for row in rows
    )
    bars = [_bar(row) for row in largest(rows, lambda row: abs(row.received.reported.hours_saved or 0.0))]
    return bar_chart("benefits-bars", "Hours saved by department", f"{description}.", bars, LEGEND)


def _bar(row: BenefitRow) -> Bar:
    name = _group_name(row)
    reported, confirmed = row.received.reported.hours_saved or 0.0, row.received.confirmed.hours_saved or 0.0
    parts = [
        Part(confirmed, "data", f"{name}: {plural(confirmed, 'hour')} confirmed"),
        Part(reported - confirmed, "data-3", f"{name}: {plural(reported - confirmed, 'hour')} reported, not confirmed"),
    ]
    return Bar(name, parts, format_number(reported))


def _table(rows: Sequence[BenefitRow], total: Benefit) -> Table:
    heads = ("Department", "Hours saved", "Hours confirmed", "Cost avoided", "Cost confirmed", "Hours saved by its lessons")
    cells = [_row(_group_name(row), row.received, row.given.reported.hours_saved) for row in rows]
    return Table("Hours and costs saved, by department", heads, [*cells, _row("All", total, total.reported.hours_saved)])


def _row(name: str, benefit: Benefit, hours_by_its_lessons: float | None) -> tuple[str, ...]:
    return (
        name,
        format_number(benefit.reported.hours_saved),
        format_number(benefit.confirmed.hours_saved),
        _format_amounts(benefit.reported.cost_avoided),
        _format_amounts(benefit.confirmed.cost_avoided),
        format_number(hours_by_its_lessons),
    )
