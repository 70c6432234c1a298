"""Whether lessons tell of both sides."""

from graph_service.analysis.measures.story_balance import Story
from graph_service.report.bar_chart import Bar, Part, bars, largest
from graph_service.report.figures import Figures
from graph_service.report.formatting import number, percent, plural
from graph_service.report.section import Section, Table

LEGEND = [("data", "only what went well"), ("data-2", "both"), ("data-3", "only what went wrong"), ("empty", "neither")]


def stories_section(figures: Figures) -> Section:
    """Title, what the lessons of each department tell as bars, and the same as a table."""
    whole = figures.stories.whole
    rows = [("All", whole), *((group.name, story) for group, story in figures.stories.groups)] if whole.lessons else []
    return Section(
        id="stories",
        subject="Story balance",
        title=f"{percent(whole.went_wrong)} of lessons say what went wrong, {percent(whole.went_well)} what went well, "
        f"{percent(whole.both)} both"
        if whole.lessons
        else "No lesson was published in this time that could tell what went well or wrong",
        text="What the lessons published in this time tell; at the end of each bar how many there are. Where nobody says what went "
        "wrong, the next project has to find out by itself.",
        evidence=f"{plural(whole.lessons, 'lesson')} by {plural(whole.people, 'person', 'people')}.",
        method="Counted is whether a lesson says anything under “what went well” and “what went wrong”.",
        picture=bars(
            "stories-bars",
            "What lessons tell",
            _description(rows),
            [_bar(*row) for row in largest(rows, lambda row: row[1].lessons)],
            LEGEND,
        )
        if rows
        else None,
        tables=[_table(rows)] if rows else [],
    )


def _bar(name: str, story: Story) -> Bar:
    well, wrong, both, neither = (share or 0.0 for share in (story.went_well, story.went_wrong, story.both, story.neither))
    shares = (well - both, both, wrong - both, neither)
    parts = [Part(share, class_, f"{name}: {percent(share)} {words}") for share, (class_, words) in zip(shares, LEGEND, strict=True)]
    return Bar(name, parts, number(story.lessons))


def _description(rows: list[tuple[str, Story]]) -> str:
    return "; ".join(f"{name}: {percent(story.went_well)} well, {percent(story.went_wrong)} wrong" for name, story in rows) + "."


def _table(rows: list[tuple[str, Story]]) -> Table:
    cells = [
        (
            name,
            number(story.lessons),
            percent(story.went_well),
            percent(story.went_wrong),
            percent(story.both),
            percent(story.neither),
            number(story.people),
        )
        for name, story in rows
    ]
    return Table("What lessons tell", ("Department", "Lessons", "Went well", "Went wrong", "Both", "Neither", "People"), cells)
