"""Writes the report as one HTML document: a summary page, a section for each subject, and the tables."""

from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from graph_service.report.benefits import benefits_section
from graph_service.report.brokers import brokers_section
from graph_service.report.figures import Figures, Window
from graph_service.report.flow import flow_section
from graph_service.report.formatting import NO_VALUE, format_date, format_number, format_percent, format_range, plural
from graph_service.report.introductions import introductions_section
from graph_service.report.missed_reuse import missed_reuse_section
from graph_service.report.most_reused import most_reused_section
from graph_service.report.participation import participation_section
from graph_service.report.section import Section
from graph_service.report.shelf import shelf_section
from graph_service.report.silos import silo_section
from graph_service.report.story_balance import story_balance_section
from graph_service.report.summary import NOTHING_TO_DECIDE, summarize
from graph_service.report.trend import trend_section

# The decisions of the first three that have one are on the first page.
SECTIONS: Final[Sequence[Callable[[Figures], Section]]] = (
    silo_section,
    missed_reuse_section,
    brokers_section,
    benefits_section,
    trend_section,
    flow_section,
    introductions_section,
    shelf_section,
    participation_section,
    most_reused_section,
    story_balance_section,
)


def write_page(figures: Figures, dashboard: str | None = None) -> str:
    """An HTML document without external resources. dashboard: the address of the dashboard that it links to, if any."""
    sections = [section(figures) for section in SECTIONS] if figures.lesson_count else []
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_read_file("report.html")).render(
        organisation=figures.organisation,
        window=format_range(figures.window.start, figures.window.end),
        today=format_date(figures.today),
        as_of=format_number(figures.as_of),
        key_figures=_key_figures(figures),
        sections=sections,
        summary=summarize(figures, sections),
        nothing_to_decide=NOTHING_TO_DECIDE,
        links={section.id: _link(dashboard, section.page, figures.window) for section in sections} if dashboard else {},
        style=Markup(_read_file("report.css")),  # noqa: S704 - our own file, and CSS does not know HTML escapes
    )


def _link(dashboard: str, page: str, window: Window) -> str:
    """The page of the dashboard for the same period."""
    return f"{dashboard.rstrip('/')}{page}?from={window.start}&to={window.end}"


def _read_file(name: str) -> str:
    return files("graph_service.report").joinpath(name).read_text(encoding="utf-8")


def _key_figures(figures: Figures) -> list[tuple[str, str, str]]:
    """Each as a figure, its name, and a detail that puts it in proportion."""
    flow, participation, savings, shelf = figures.flow, figures.participation, figures.benefits.total, figures.shelf
    confirmed = (
        "nothing confirmed" if savings.confirmed.hours_saved is None else f"{format_number(savings.confirmed.hours_saved)} confirmed"
    )
    closed, with_lesson = participation.closed_projects, participation.with_lesson
    return [
        (format_number(flow.events), "reuses of other people’s lessons", f"by {plural(flow.people, 'person', 'people')}"),
        (
            format_percent(flow.across / flow.events if flow.events else None),
            "across departments",
            f"{format_number(flow.across)} of {plural(flow.events, 'reuse')}",
        ),
        (format_number(savings.reported.hours_saved), "hours saved, as reported", confirmed),
        (format_number(shelf.published), "lessons published", f"{format_number(shelf.on_shelf)} not reused yet"),
        (
            f"{format_number(with_lesson)} of {format_number(closed)}" if closed else NO_VALUE,
            "closed projects left a lesson",
            f"{plural(participation.people, 'person', 'people')} took part",
        ),
    ]
