"""The section about people who should meet, for which project and about which lessons."""

from collections.abc import Sequence

from markupsafe import Markup

from graph_service.analysis.measures.introductions import Introduction
from graph_service.report.bar_chart import Bar, Part, bar_chart
from graph_service.report.figures import Figures
from graph_service.report.formatting import format_number, join_names, plural
from graph_service.report.section import Section, Table

EXPLANATION = (
    "Pairs of departments of which one reuses fewer lessons of the other than expected by chance, on topics of its current projects; and "
    "one person of each: the first knows what the second could use. The two have not worked together or reused from each other yet."
)
NO_INTRODUCTIONS = (
    "This section names two people when one is working on something that the other’s department knows about, and the "
    "first one’s department reuses at least one of its lessons fewer than expected by chance."
)
LEGEND = [("data", "reused"), ("data-3", "more expected by chance")]


def introductions_section(figures: Figures) -> Section:
    """The pairs of departments as bars, and the introductions as a table."""
    introductions = figures.introductions
    events = sum({row.to.id: row.events for row in introductions}.values())
    return Section(
        id="introductions",
        subject="Introductions",
        title=_title(figures, introductions),
        text=EXPLANATION if introductions else NO_INTRODUCTIONS,
        evidence=f"{plural(events, 'reuse')} of the departments that could reuse more.",
        method="Each reuse of a department is compared with the lessons that were available on that day, as for silos. Only topics of its "
        "planned and running projects count, on which the other department has a lesson that was reused elsewhere. Nobody is named more "
        "than twice, and people who asked not to be named are left out.",
        chart=_chart(introductions) if introductions else None,
        page="/network",
        tables=[_table(figures, introductions), _figures_table(introductions)] if introductions else [],
    )


def _title(figures: Figures, introductions: Sequence[Introduction]) -> str:
    if not introductions:
        return "No introduction to suggest"
    first = introductions[0]
    giver, receiver = figures.person(first.giver), figures.person(first.receiver)
    return f"{giver} ({first.from_.name}) and {receiver} ({first.to.name}) should meet"


def _chart(introductions: Sequence[Introduction]) -> Markup:
    description = "; ".join(
        f"{row.from_.name} to {row.to.name} {format_number(row.observed)} of {format_number(row.expected)}" for row in introductions
    )
    bars = [_bar(row) for row in introductions]
    return bar_chart("introductions-bars", "Lessons reused, and expected by chance", f"{description}.", bars, LEGEND)


def _bar(introduction: Introduction) -> Bar:
    pair = f"{introduction.from_.name} to {introduction.to.name}"
    observed, expected = introduction.observed, introduction.expected
    parts = [
        Part(observed, "data", f"{pair}: {plural(observed, 'lesson')} reused"),
        Part(introduction.gap, "data-3", f"{pair}: {format_number(expected)} expected by chance"),
    ]
    return Bar(pair, parts, f"{format_number(observed)} of {format_number(expected)}")


def _table(figures: Figures, introductions: Sequence[Introduction]) -> Table:
    rows = [
        (
            f"{figures.person(row.giver)} ({row.from_.name})",
            f"{figures.person(row.receiver)} ({row.to.name})",
            figures.names.projects.get(row.project, row.project),
            join_names([figures.names.topics.get(id_, id_) for id_ in row.topics]),
            f"“{figures.title(row.lessons[0])}”" + (f" and {format_number(len(row.lessons) - 1)} more" if len(row.lessons) > 1 else ""),
        )
        for row in introductions
    ]
    heads = ("Expert", "Could use it", "For the project", "Topics", "First lesson")
    return Table("People who should meet", heads, rows, text_columns=5)


def _figures_table(introductions: Sequence[Introduction]) -> Table:
    rows = [
        (
            row.from_.name,
            row.to.name,
            *map(format_number, (row.observed, row.expected, row.gap, row.events, row.people)),
        )
        for row in introductions
    ]
    heads = ("Source department", "Reusing department", "Reused", "By chance", "Gap", "All reuses", "People")
    caption = "Reuse compared with chance, on topics of current projects"
    return Table(caption, heads, rows, text_columns=2, screen_reader_only=True)
