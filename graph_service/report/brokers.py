"""The section about people who carry lessons between departments, and exchanges that depend on one of them."""

from collections.abc import Sequence

from markupsafe import Markup

from graph_service.analysis.measures.brokers import Broker
from graph_service.analysis.measures.pairs_at_risk import PairAtRisk
from graph_service.report.bar_chart import Bar, Part, bar_chart
from graph_service.report.figures import Figures
from graph_service.report.formatting import NO_VALUE, format_number, format_percent, plural
from graph_service.report.section import Section, Table

LEGEND = [("data", "brings in"), ("data-2", "passes on"), ("data-3", "connects others")]
CAPTION = "How often people connect others"


def brokers_section(figures: Figures) -> Section:
    """The top brokers as bars and as a table, and the exchanges that depend on one person."""
    brokers = [broker for broker in figures.brokers if sum(counts_across(broker))]
    pairs = figures.pairs_at_risk
    return Section(
        id="brokers",
        subject="Brokers",
        title=_title(figures, brokers),
        text="Brokers connect people of different departments: they reused a lesson of one, and another reused a lesson of theirs, without "
        f"those two reusing from each other. {_departure_sentence(figures)}",
        evidence=f"{plural(sum(broker.events for broker in brokers), 'reuse')} behind the people listed; "
        f"{plural(len(pairs), 'exchange depends', 'exchanges depend')} on one person.",
        method="Each path over a person between two others who are not connected counts once, by the departments of the three (the roles of "
        "Gould and Fernandez). An exchange between two departments depends on a person when more than half of it would be missing without "
        "the person’s own reuses and lessons; exchanges of fewer than 5 reuses are left out. People who asked not to be named are not listed.",
        chart=_chart(figures, brokers) if brokers else None,
        tables=[
            *([_broker_table(figures, brokers)] if brokers else []),
            *([_pair_table(figures, pairs)] if pairs else []),
        ],
        decision=_decision(figures),
        page="/network",
    )


def _title(figures: Figures, brokers: Sequence[Broker]) -> str:
    if figures.pairs_at_risk:
        pair = figures.pairs_at_risk[0]
        carrier, reuses = _carrier_name(figures, pair.person), f"by {pair.to.name} of lessons from {pair.from_.name}"
        if pair.share == 1:
            return f"All {plural(pair.events, 'reuse')} {reuses} came through {carrier}"
        return f"{format_percent(pair.share)} of the reuses {reuses} came through {carrier}"
    if brokers:
        return f"No exchange between departments depends on one person; {figures.person(brokers[0].person)} connects departments most often"
    return "Nobody connected people of different departments in this period"


def _decision(figures: Figures) -> str:
    if not figures.pairs_at_risk:
        return ""
    pair = figures.pairs_at_risk[0]
    return f"Who else should know the people of {pair.from_.name} and {pair.to.name}, before {_carrier_name(figures, pair.person)} is away?"


def _carrier_name(figures: Figures, person: str | None) -> str:
    return "one person" if person is None else figures.person(person)


def _departure_sentence(figures: Figures) -> str:
    loss, person = figures.departure, figures.pairs_at_risk[0].person if figures.pairs_at_risk else None
    if loss is None or person is None:
        return ""
    lost = f" and {plural(len(loss.pairs_lost), 'pair')} of departments would exchange nothing" if loss.pairs_lost else ""
    return f"Without {figures.person(person)}, {format_number(loss.events_lost)} of {plural(loss.events, 'reuse')} would be missing{lost}."


def counts_across(broker: Broker) -> tuple[int, int, int]:
    """How often the person brings lessons into their own group, passes them on from it, and connects others."""
    return broker.gatekeeper, broker.representative, broker.itinerant + broker.liaison


def _chart(figures: Figures, brokers: Sequence[Broker]) -> Markup:
    description = "; ".join(f"{figures.person(broker.person)} {format_number(sum(counts_across(broker)))}" for broker in brokers)
    return bar_chart("brokers-bars", CAPTION, f"{description}.", [_bar(figures, broker) for broker in brokers], LEGEND)


def _bar(figures: Figures, broker: Broker) -> Bar:
    name, counts = figures.person(broker.person), counts_across(broker)
    parts = [Part(count, class_, f"{name} {words}: {plural(count, 'time')}") for count, (class_, words) in zip(counts, LEGEND, strict=True)]
    return Bar(f"{name}, {broker.group.name}", parts, format_number(sum(counts)))


def _broker_table(figures: Figures, brokers: Sequence[Broker]) -> Table:
    rows = [
        (
            figures.person(broker.person),
            broker.group.name,
            *map(format_number, (*counts_across(broker), broker.coordinator, broker.people)),
        )
        for broker in brokers
    ]
    heads = ("Person", "Department", "Brings in", "Passes on", "Connects others", "Within department", "Contacts")
    return Table(CAPTION, heads, rows, text_columns=2)


def _pair_table(figures: Figures, pairs: Sequence[PairAtRisk]) -> Table:
    rows = [
        (
            pair.from_.name,
            pair.to.name,
            NO_VALUE if pair.person is None else figures.person(pair.person),
            format_percent(pair.share),
            format_number(pair.events),
            format_number(pair.people),
        )
        for pair in pairs
    ]
    heads = ("Source department", "Reusing department", "Depends on", "Share", "Reuses", "People")
    marked = frozenset(range(len(rows)))
    return Table("Exchanges that depend on one person", heads, rows, text_columns=3, marked=marked)
