"""The section about reuse across departments."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from graph_service.analysis.measures.flow import Flow, FlowCell
from graph_service.report.bar_chart import Bar, Part, bar_chart
from graph_service.report.figures import Figures
from graph_service.report.formatting import format_number, format_percent, plural
from graph_service.report.section import NOT_COUNTED, Section, Table

MAX_ROUTES: Final = 10


def flow_section(figures: Figures) -> Section:
    """The busiest routes between departments as bars and as a table."""
    routes = _routes(figures.flow)
    total = sum(cell.reuses for cell in routes)
    shown = routes[:MAX_ROUTES]
    return Section(
        id="flow",
        subject="Flow",
        title=_title(shown, total, figures.flow.events),
        text="The busiest routes between departments, from the department where a lesson was learned to the department that reused it.",
        evidence=f"{plural(total, 'reuse')} between departments, of {plural(figures.flow.events, 'reuse')} by "
        f"{plural(figures.flow.people, 'person', 'people')} in all.",
        method="A lesson learned by people of several departments counts in parts for each of them, and so does a reuse. The figures of all "
        f"pairs therefore add up to the number of reuses. {NOT_COUNTED}",
        chart=_chart(shown) if shown else None,
        page="/network",
        tables=[_table(shown, len(routes))] if shown else [],
    )


def _routes(flow: Flow) -> list[FlowCell]:
    """The flow between different departments, the largest first, then by id."""
    cells = [cell for cell in flow.cells if cell.from_ != cell.to]
    return sorted(cells, key=lambda cell: (-cell.reuses, cell.from_.id, cell.to.id))


def _title(shown: Sequence[FlowCell], total: float, events: int) -> str:
    if not events:
        return "Nobody reused another person’s lesson in this period"
    if not shown:
        return "No lesson was reused across departments in this period"
    busiest = shown[0]
    return (
        f"{format_percent(total / events)} of reuse crossed departments; the busiest route is {busiest.from_.name} to "
        f"{busiest.to.name}: {plural(busiest.reuses, 'reuse')}"
    )


def _route_name(cell: FlowCell) -> str:
    return f"{cell.from_.name} → {cell.to.name}"


def _chart(shown: Sequence[FlowCell]) -> Markup:
    description = "; ".join(f"{_route_name(cell)} {format_number(cell.reuses)}" for cell in shown)
    bars = [
        Bar(
            _route_name(cell),
            [Part(cell.reuses, "data", f"{_route_name(cell)}: {plural(cell.reuses, 'reuse')}")],
            format_number(cell.reuses),
        )
        for cell in shown
    ]
    return bar_chart("routes", "The busiest routes between departments", f"{description}.", bars)


def _table(shown: Sequence[FlowCell], routes: int) -> Table:
    rows = [
        (
            cell.from_.name,
            cell.to.name,
            format_number(cell.reuses),
            format_number(cell.hours_saved),
            format_number(cell.events),
            format_number(cell.people),
        )
        for cell in shown
    ]
    heads = ("Source department", "Reusing department", "Reuses", "Hours saved", "Events", "People")
    hidden = routes - len(shown)
    more = f"{plural(hidden, 'more pair')} of departments had {plural(shown[-1].reuses, 'reuse')} or fewer." if hidden else ""
    return Table("The busiest routes between departments", heads, rows, text_columns=2, more=more)
