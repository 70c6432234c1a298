"""Who should meet, for which project and about which lessons."""

from collections.abc import Sequence

from markupsafe import Markup

from graph_service.analysis.measures.introductions import Introduction
from graph_service.report.bar_chart import Bar, Part, bars
from graph_service.report.figures import Figures
from graph_service.report.formatting import listed, number, plural
from graph_service.report.section import Section, Table

SOME = (
    "Departments that take less from another than there is to take, on what they are at work on now; and of each two people: one knows what the "
    "other could use. They have had nothing to do with each other yet."
)
NOBODY = "Two people are named here when one is at work on something that the other’s department knows, and theirs hardly reuses it."
LEGEND = [("data", "reused"), ("data-3", "more that chance would have reused")]


def introductions_section(figures: Figures) -> Section:
    """Title, the pairs of departments as bars, and who should meet as a table."""
    found = figures.introductions
    return Section(
        id="introductions",
        subject="Introductions",
        title=_title(figures, found),
        text=SOME if found else NOBODY,
        evidence=f"{plural(sum({one.receiver.id: one.events for one in found}.values()), 'reuse')} of the departments that could take more.",
        method="Each reuse of a department is held against the lessons it could have drawn that day, as for those who keep to themselves. "
        "Only topics count on which its people have projects planned or running, and the other department a lesson that was reused "
        "elsewhere. Nobody is named more than twice, nor who asked not to be.",
        picture=_picture(found) if found else None,
        tables=[_table(figures, found), _figures(found)] if found else [],
    )


def _picture(found: Sequence[Introduction]) -> Markup:
    described = "; ".join(f"{one.giver.name} to {one.receiver.name} {number(one.observed)} of {number(one.expected)}" for one in found)
    return bars("introductions-bars", "What is reused and what could be", f"{described}.", [_bar(one) for one in found], LEGEND)


def _title(figures: Figures, found: Sequence[Introduction]) -> str:
    if not found:
        return "No two departments stand out that should meet"
    one = found[0]
    giver, receiver = figures.person(one.who_gives), figures.person(one.who_receives)
    return f"{giver} of {one.giver.name} and {receiver} of {one.receiver.name} should meet"


def _bar(one: Introduction) -> Bar:
    pair = f"{one.giver.name} to {one.receiver.name}"
    parts = [
        Part(one.observed, "data", f"{pair}: {plural(one.observed, 'lesson')} reused"),
        Part(one.gap, "data-3", f"{pair}: {number(one.expected)} by chance"),
    ]
    return Bar(pair, parts, f"{number(one.observed)} of {number(one.expected)}")


def _table(figures: Figures, found: Sequence[Introduction]) -> Table:
    rows = [
        (
            f"{figures.person(one.who_gives)} ({one.giver.name})",
            f"{figures.person(one.who_receives)} ({one.receiver.name})",
            figures.projects.get(one.project, one.project),
            listed([figures.topics.get(id_, id_) for id_ in one.topics]),
            f"“{figures.title(one.lessons[0])}”" + (f" and {number(len(one.lessons) - 1)} more" if len(one.lessons) > 1 else ""),
        )
        for one in found
    ]
    return Table("Who should meet", ("Who knows", "Who could use it", "For", "On", "To begin with"), rows, texts=5)


def _figures(found: Sequence[Introduction]) -> Table:
    rows = [
        (
            one.giver.name,
            one.receiver.name,
            number(one.observed),
            number(one.expected),
            number(one.gap),
            number(one.events),
            number(one.people),
        )
        for one in found
    ]
    heads = ("Learned in", "Could be reused in", "Reused", "By chance", "Gap", "Reuses in all", "People")
    return Table("Reuse against chance on what the other is at work on", heads, rows, texts=2, heard=True)
