"""The section about reuses per quarter or year."""

from datetime import timedelta
from typing import Final

from markupsafe import Markup

from graph_service.analysis.measures.flow import Flow
from graph_service.analysis.scope.periods import Every, Period
from graph_service.report.bar_chart import Part
from graph_service.report.column_chart import Column, column_chart
from graph_service.report.figures import Figures
from graph_service.report.formatting import format_date, format_number, plural
from graph_service.report.section import NOT_COUNTED, Section, Table

LARGE_FALL: Final = 10  # reuses
LEGEND = [("data", "within a department"), ("data-2", "across departments")]


def trend_section(figures: Figures) -> Section:
    """Reuses per quarter or year as columns and as a table."""
    unit = "quarter" if figures.every is Every.QUARTER else "year"
    has_reuses = any(flow.events for _, flow in figures.trend)
    now, before, days = figures.flow, figures.before, figures.window.days
    return Section(
        id="trend",
        subject="Trend",
        title=_title(figures),
        text=f"Reuses per {unit}; those in the period of this report are in full colour. {_incomplete_period_note(figures, unit)}",
        evidence=f"{plural(now.events, 'reuse')} by {plural(now.people, 'person', 'people')} in this period, "
        f"{plural(before.events, 'reuse')} by {plural(before.people, 'person', 'people')} in the {days:,} days before.",
        method=f"Every reuse counts on the day it was made. {NOT_COUNTED}",
        chart=_chart(figures, unit) if has_reuses else None,
        tables=[_table(figures, unit)] if has_reuses else [],
        decision=_decision(figures.flow.events, figures.before.events),
    )


def _decision(now: int, before: int) -> str:
    """Asks about a fall that is large in number and in share."""
    has_fallen = before - now >= LARGE_FALL and now <= before * 2 / 3
    return "Is less reused, or only less recorded: who asks the running projects?" if has_fallen else ""


def _title(figures: Figures) -> str:
    now, before, days = figures.flow.events, figures.before.events, figures.window.days
    if not now:
        earlier = plural(before, "was", "were") if before else "none was"
        return f"Nobody reused another person’s lesson in this period; {earlier} in the {days:,} days before"
    if not before:
        return f"{plural(now, 'reuse')}; none recorded in the {days:,} days before"
    if now == before:
        return f"{plural(now, 'reuse')}, as many as in the {days:,} days before"
    change = f"{format_number(abs(now - before))} {'more' if now > before else 'fewer'}"
    return f"{plural(now, 'reuse')}, {change} than in the {days:,} days before"


def _incomplete_period_note(figures: Figures, unit: str) -> str:
    end = figures.window.end
    is_complete = end.day == 1 and (end.month - 1) % (12 if figures.every is Every.YEAR else 3) == 0
    return "" if is_complete else f"The last {unit} is not complete: it ends on {format_date(end - timedelta(days=1))}."


def _chart(figures: Figures, unit: str) -> Markup:
    description = "; ".join(f"{_period_name(figures, period)} {format_number(flow.events)}" for period, flow in figures.trend)
    columns = [_column(figures, period, flow) for period, flow in figures.trend]
    return column_chart("trend-columns", f"Reuses per {unit}", f"{description}.", columns, LEGEND)


def _column(figures: Figures, period: Period, flow: Flow) -> Column:
    quarter = (period.start.month - 1) // 3 + 1
    by_quarter = figures.every is Every.QUARTER
    name = f"Q{quarter}" if by_quarter else str(period.start.year)
    year = str(period.start.year) if by_quarter and (quarter == 1 or period == figures.trend[0][0]) else ""
    amounts = (flow.within, flow.across)
    parts = [Part(amount, class_, f"{format_number(amount)} {words}") for amount, (class_, words) in zip(amounts, LEGEND, strict=True)]
    return Column(name, year, parts, inside=period.end > figures.window.start)


def _period_name(figures: Figures, period: Period) -> str:
    year = period.start.year
    return str(year) if figures.every is Every.YEAR else f"{year} Q{(period.start.month - 1) // 3 + 1}"


def _table(figures: Figures, unit: str) -> Table:
    rows = [_row(_period_name(figures, period), flow) for period, flow in figures.trend]
    return Table(f"Reuses per {unit}", (unit.capitalize(), "Reuses", "Within", "Across", "People"), rows)


def _row(name: str, flow: Flow) -> tuple[str, ...]:
    return (name, *map(format_number, (flow.events, flow.within, flow.across, flow.people)))
