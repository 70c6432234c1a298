"""Who carries knowledge from one department to another, and what rests on one person alone."""

from collections.abc import Sequence

from graph_service.analysis.measures.brokers import Broker
from graph_service.analysis.measures.pairs_at_risk import PairAtRisk
from graph_service.analysis.people.brokerage import COORDINATOR, GATEKEEPER, ITINERANT, LIAISON, REPRESENTATIVE
from graph_service.report.bar_chart import Bar, Part, bars
from graph_service.report.figures import Figures
from graph_service.report.formatting import NONE, number, percent, plural
from graph_service.report.section import Section, Table

LEGEND = [("data", "bring knowledge in"), ("data-2", "carry it out"), ("data-3", "pass it between other departments")]


def brokers_section(figures: Figures) -> Section:
    """Title, the people who broker most as bars and as a table, and the exchanges that rest on one person."""
    found = [broker for broker in figures.brokers if sum(_across(broker))]
    risks = figures.at_risk
    return Section(
        id="brokers",
        subject="Brokers",
        title=_title(figures, found),
        text="People through whom knowledge passes from one department to another: they reused what somebody had learned, and somebody "
        "else reused what they had learned, without those two meeting. " + _without(figures),
        evidence=f"{plural(sum(broker.events for broker in found), 'reuse')} behind the people shown; "
        f"{plural(len(risks), 'exchange rests', 'exchanges rest')} on one person.",
        method="Counted are the open paths over a person between two others, by whose department is whose (the roles of Gould and "
        "Fernandez). An exchange between two departments rests on a person when over half of it would be missing without the reuses and "
        "the lessons that were that person’s alone; exchanges of fewer than 5 reuses are left out. Who asked not to be named is not.",
        picture=bars("brokers-bars", "How often people broker", _description(figures, found), [_bar(figures, one) for one in found], LEGEND)
        if found
        else None,
        tables=[
            *([_table(figures, found)] if found else []),
            *([_at_risk(figures, risks)] if risks else []),
        ],
        asks=bool(risks),
    )


def _title(figures: Figures, found: Sequence[Broker]) -> str:
    if figures.at_risk:
        risk = figures.at_risk[0]
        return f"{_name(figures, risk.person)} carries {percent(risk.share)} of what {risk.receiver.name} takes over from {risk.giver.name}"
    if found:
        return f"No exchange between departments rests on one person; {figures.person(found[0].person)} brokers most often"
    return "Nobody stands between departments: no knowledge passed through one person from one to another in this time"


def _without(figures: Figures) -> str:
    loss, person = figures.without, figures.at_risk[0].person if figures.at_risk else None
    if loss is None or person is None:
        return ""
    lost = f" and {plural(len(loss.pairs_lost), 'pair')} of departments would exchange nothing" if loss.pairs_lost else ""
    return f"Without {figures.person(person)}, {number(loss.events_lost)} of {plural(loss.events, 'reuse')} would be missing{lost}."


def _name(figures: Figures, person: str | None) -> str:
    return "One person" if person is None else figures.person(person)


def _across(broker: Broker) -> tuple[int, int, int]:
    """Into the own group, out of it, and between others."""
    return broker.roles[GATEKEEPER], broker.roles[REPRESENTATIVE], broker.roles[ITINERANT] + broker.roles[LIAISON]


def _bar(figures: Figures, broker: Broker) -> Bar:
    name, counts = figures.person(broker.person), _across(broker)
    parts = [
        Part(count, class_, f"{name}: {number(count)} times to {words}") for count, (class_, words) in zip(counts, LEGEND, strict=True)
    ]
    return Bar(f"{name}, {broker.group.name}", parts, number(sum(counts)))


def _description(figures: Figures, found: Sequence[Broker]) -> str:
    return "; ".join(f"{figures.person(broker.person)} {number(sum(_across(broker)))}" for broker in found) + "."


def _table(figures: Figures, found: Sequence[Broker]) -> Table:
    rows = [
        (figures.person(one.person), one.group.name, *map(number, _across(one)), number(one.roles[COORDINATOR]), number(one.people))
        for one in found
    ]
    heads = ("Person", "Department", "Bring in", "Carry out", "Between others", "Within", "Contacts")
    return Table("How often people broker", heads, rows, texts=2)


def _at_risk(figures: Figures, risks: Sequence[PairAtRisk]) -> Table:
    rows = [
        (
            risk.giver.name,
            risk.receiver.name,
            NONE if risk.person is None else figures.person(risk.person),
            percent(risk.share),
            number(risk.events),
            number(risk.people),
        )
        for risk in risks
    ]
    heads = ("Learned in", "Reused in", "Rests on", "Share", "Reuses", "People")
    return Table("Exchanges that rest on one person", heads, rows, texts=3, marked=frozenset(range(len(rows))))
