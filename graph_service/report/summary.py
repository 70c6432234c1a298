"""The first page of the report: what to decide, what reuse saved and how sure that is, and whom to talk to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph_service.report.benefits import format_saving
from graph_service.report.brokers import counts_across
from graph_service.report.figures import Figures, LeftOut
from graph_service.report.formatting import format_number, format_percent, plural
from graph_service.report.section import Section

MAX_DECISIONS: Final = 3
MAX_CONTACTS: Final = 3
NOTHING_TO_DECIDE: Final = "Nothing in this period asks for a decision."


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to talk to, and about what. section: where the report says more."""

    names: str
    reason: str
    section: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The contents of the first page."""

    left_out: str
    decisions: Sequence[Section]
    savings: str
    certainty: str
    contacts: Sequence[Contact]


def summarize(figures: Figures, sections: Sequence[Section]) -> Summary:
    """The decisions are the first MAX_DECISIONS sections with one, in their order."""
    decisions = [section for section in sections if section.decision][:MAX_DECISIONS]
    return Summary(_left_out(figures.left_out), decisions, _savings(figures), _certainty(figures), list(_contacts(figures))[:MAX_CONTACTS])


def _left_out(counts: LeftOut) -> str:
    """The reuses that no figure but the savings counts; empty without any."""
    own, unattributed = counts.own, counts.unattributed
    sentences = [
        f"{plural(own, 'more reuse is', 'more reuses are')} not counted, nor is what {'it' if own == 1 else 'they'} saved: people used a "
        "lesson they had learned themselves."
        if own
        else "",
        f"{plural(unattributed, 'more reuse has', 'more reuses have')} no known department: only what "
        f"{'it' if unattributed == 1 else 'they'} saved is counted."
        if unattributed
        else "",
    ]
    return " ".join(filter(None, sentences))


def _savings(figures: Figures) -> str:
    reported = figures.benefits.total.reported
    if not reported.events:
        return "No savings were reported in this period."
    return f"Reuse saved {format_saving(reported)}, as reported by the people who reused a lesson."


def _certainty(figures: Figures) -> str:
    """How much of the saving is confirmed, and how many reuses say anything about it."""
    total, unattributed = figures.benefits.total, figures.left_out.unattributed
    events = figures.flow.events + unattributed  # the savings of both count
    if not total.reported.events:
        return f"None of {plural(events, 'reuse')} says how many hours or what costs it saved." if events else ""
    part = f", {format_number(unattributed)} of them without a known department," if unattributed else ""
    stated = (
        f"{format_number(total.reported.events)} of {plural(events, 'reuse')} of other people’s lessons{part} say what was saved; "
        "the others may have saved more."
    )
    if not total.confirmed.events:
        return f"{stated} Nobody has confirmed any of it yet, so take it as an estimate."
    return f"{stated} Somebody else confirmed {_confirmed_part(figures)}."


def _confirmed_part(figures: Figures) -> str:
    reported, confirmed = figures.benefits.total.reported, figures.benefits.total.confirmed
    part = format_saving(confirmed)
    if reported.hours_saved and confirmed.hours_saved and 0 < confirmed.hours_saved <= reported.hours_saved:
        return f"{part}: {format_percent(confirmed.hours_saved / reported.hours_saved)} of the hours"
    return part


def _contacts(figures: Figures) -> Iterator[Contact]:
    """People on whom exchanges depend, then people who should meet, then the people who connect departments most often; each once."""
    named = set[str]()
    for pair in figures.pairs_at_risk:
        if pair.person is not None and pair.person not in named:
            named.add(pair.person)
            reason = f"knows both sides of what {pair.to.name} reuses from {pair.from_.name}"
            yield Contact(figures.person(pair.person), reason, "brokers")
            break
    for row in figures.introductions:
        if not {row.giver, row.receiver} & named:
            named |= {row.giver, row.receiver}
            names = f"{figures.person(row.giver)} ({row.from_.name}) and {figures.person(row.receiver)} ({row.to.name})"
            yield Contact(names, f"should meet, for {figures.names.projects.get(row.project, row.project)}", "introductions")
            break
    for broker in figures.brokers:
        if broker.person not in named and any(counts_across(broker)):
            named.add(broker.person)
            yield Contact(f"{figures.person(broker.person)} ({broker.group.name})", "connects people of different departments", "brokers")
