"""The section about what lessons contain: what went well, what went wrong, or both."""

from collections.abc import Sequence

from markupsafe import Markup

from graph_service.analysis.measures.story_balance import Story
from graph_service.report.bar_chart import Bar, Part, bar_chart, largest
from graph_service.report.figures import Figures
from graph_service.report.formatting import format_number, format_percent, plural
from graph_service.report.section import Section, Table

LEGEND = [("data", "only what went well"), ("data-2", "both"), ("data-3", "only what went wrong"), ("empty", "neither")]
CAPTION = "What lessons contain"


def story_balance_section(figures: Figures) -> Section:
    """The content of the lessons of each department as bars and as a table."""
    total = figures.story_balance
    rows: list[tuple[str, Story]] = [("All", total), *((story.group.name, story) for story in total.groups)] if total.lessons else []
    return Section(
        id="stories",
        subject="Story balance",
        title=_title(total),
        text="What the lessons published in this period contain; the figure at the end of each bar is the number of lessons. Where nobody "
        "says what went wrong, the next project has to find out for itself.",
        evidence=f"{plural(total.lessons, 'lesson')} by {plural(total.people, 'person', 'people')}.",
        method="A lesson counts when it has any text under “what went well” or “what went wrong”.",
        chart=_chart(rows) if rows else None,
        tables=[_table(rows)] if rows else [],
    )


def _title(total: Story) -> str:
    if not total.lessons:
        return "No lesson was published in this period"
    wrong, well, both = map(format_percent, (total.went_wrong, total.went_well, total.both))
    return f"{wrong} of lessons say what went wrong, {well} what went well, {both} both"


def _chart(rows: Sequence[tuple[str, Story]]) -> Markup:
    description = "; ".join(
        f"{name}: {format_percent(story.went_well)} well, {format_percent(story.went_wrong)} wrong" for name, story in rows
    )
    bars = [_bar(*row) for row in largest(rows, lambda row: row[1].lessons)]
    return bar_chart("stories-bars", CAPTION, f"{description}.", bars, LEGEND)


def _bar(name: str, story: Story) -> Bar:
    well, wrong, both, neither = (share or 0.0 for share in (story.went_well, story.went_wrong, story.both, story.neither))
    shares = (well - both, both, wrong - both, neither)
    parts = [Part(share, class_, f"{name}: {format_percent(share)} {words}") for share, (class_, words) in zip(shares, LEGEND, strict=True)]
    return Bar(name, parts, format_number(story.lessons))


def _table(rows: Sequence[tuple[str, Story]]) -> Table:
    cells = [
        (
            name,
            format_number(story.lessons),
            *map(format_percent, (story.went_well, story.went_wrong, story.both, story.neither)),
            format_number(story.people),
        )
        for name, story in rows
    ]
    return Table(CAPTION, ("Department", "Lessons", "Went well", "Went wrong", "Both", "Neither", "People"), cells)
