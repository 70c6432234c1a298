"""How much is reused, quarter by quarter."""

from dataclasses import dataclass
from datetime import timedelta

from graph_service.analysis.measures.flow import Flow
from graph_service.analysis.organisation.groups import GroupKind
from graph_service.analysis.scope.periods import Every, Period
from graph_service.report.bar_chart import Part
from graph_service.report.column_chart import Column, quarters
from graph_service.report.figures import Figures
from graph_service.report.formatting import day, number, plural
from graph_service.report.section import Section, Table

LEGEND = [("data", "within a department"), ("data-2", "across departments"), ("data-3", "department not known")]


@dataclass(frozen=True, slots=True)
class Split:
    """The reuses of a flow: within a department, across departments, and where one of the two isn't known."""

    within: float
    across: float
    unknown: float


def trend_section(figures: Figures) -> Section:
    """Title, columns by quarter, and the same as a table."""
    columns = [_column(figures, period, flow) for period, flow in figures.trend]
    what = "Quarter" if figures.every is Every.QUARTER else "Year"
    return Section(
        id="trend",
        subject="Trend",
        title=_title(figures),
        text=f"Reuses per {what.lower()}, those of this report’s time in full colour. {_cut(figures, what.lower())}",
        evidence=f"{plural(figures.flow.events, 'reuse')} by {plural(figures.flow.people, 'person', 'people')} in this time, "
        f"{plural(figures.before.events, 'reuse')} by {plural(figures.before.people, 'person', 'people')} in the {figures.window.days:,} days before.",
        method="Every reuse counts on the day it was made, those that were withdrawn later don’t.",
        picture=quarters("trend-columns", f"Reuses per {what.lower()}", _description(figures), columns, LEGEND) if _any(figures) else None,
        tables=[_table(figures, what)] if _any(figures) else [],
    )


def split(flow: Flow) -> Split:
    """The reuses of a flow, split."""
    unknown = sum(cell.reuses for cell in flow.cells if GroupKind.UNATTRIBUTED in (cell.giver.kind, cell.receiver.kind))
    within = sum(cell.reuses for cell in flow.cells if cell.giver == cell.receiver and cell.giver.kind is not GroupKind.UNATTRIBUTED)
    return Split(within, sum(cell.reuses for cell in flow.cells) - within - unknown, unknown)


def _title(figures: Figures) -> str:
    now, before, days = figures.flow.events, figures.before.events, figures.window.days
    if not now:
        return f"No lesson was reused in this time; {plural(before, 'was', 'were') if before else 'none was'} in the {days:,} days before"
    if not before:
        return f"{plural(now, 'reuse')}; none is on record in the {days:,} days before"
    if now == before:
        return f"{plural(now, 'reuse')}, as many as in the {days:,} days before"
    change = f"{number(abs(now - before))} {'more' if now > before else 'fewer'}"
    return f"{plural(now, 'reuse')}, {change} than in the {days:,} days before"


def _cut(figures: Figures, what: str) -> str:
    end = figures.window.end
    whole = end.day == 1 and (end.month - 1) % (12 if figures.every is Every.YEAR else 3) == 0
    return "" if whole else f"The last {what} is not over: it counts up to {day(end - timedelta(days=1))}."


def _any(figures: Figures) -> bool:
    return any(flow.events for _, flow in figures.trend)


def _column(figures: Figures, period: Period, flow: Flow) -> Column:
    found, quarter = split(flow), (period.start.month - 1) // 3 + 1
    name = str(period.start.year) if figures.every is Every.YEAR else f"Q{quarter}"
    year = str(period.start.year) if figures.every is Every.QUARTER and (quarter == 1 or period == figures.trend[0][0]) else ""
    amounts = (found.within, found.across, found.unknown)
    parts = [Part(amount, class_, f"{number(amount)} {words}") for amount, (class_, words) in zip(amounts, LEGEND, strict=True)]
    inside = period.end > figures.window.start
    return Column(name, year, parts, inside)


def _name(figures: Figures, period: Period) -> str:
    year = period.start.year
    return str(year) if figures.every is Every.YEAR else f"{year} Q{(period.start.month - 1) // 3 + 1}"


def _description(figures: Figures) -> str:
    return "; ".join(f"{_name(figures, period)} {number(flow.events)}" for period, flow in figures.trend) + "."


def _table(figures: Figures, what: str) -> Table:
    rows = [
        (
            _name(figures, period),
            number(flow.events),
            number(found.within),
            number(found.across),
            number(found.unknown),
            number(flow.people),
        )
        for period, flow in figures.trend
        for found in (split(flow),)
    ]
    return Table(f"Reuses per {what.lower()}", (what, "Reuses", "Within", "Across", "Not known", "People"), rows)
