"""The page: sections in the order they are read, put into the template."""

from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from graph_service.report.benefits import benefits_section
from graph_service.report.brokers import brokers_section
from graph_service.report.figures import Figures
from graph_service.report.flow import flow_section
from graph_service.report.formatting import NONE, day, number, percent, plural, span
from graph_service.report.introductions import introductions_section
from graph_service.report.missed_reuse import missed_section
from graph_service.report.most_reused import most_reused_section
from graph_service.report.section import Section
from graph_service.report.shelf import shelf_section
from graph_service.report.silos import silo_section
from graph_service.report.story_balance import stories_section
from graph_service.report.trend import split, trend_section

SECTIONS: Final[Sequence[Callable[[Figures], Section]]] = (
    silo_section,
    flow_section,
    trend_section,
    brokers_section,
    introductions_section,
    most_reused_section,
    shelf_section,
    missed_section,
    benefits_section,
    stories_section,
)


def write_page(figures: Figures) -> str:
    """One HTML document that needs nothing else."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_read("report.html")).render(
        organisation=figures.organisation,
        window=span(figures.window.start, figures.window.end),
        today=day(figures.today),
        as_of=number(figures.as_of),
        keys=_keys(figures),
        sections=[section(figures) for section in SECTIONS] if figures.lessons else [],
        style=Markup(_read("report.css")),  # noqa: S704 - a file of ours, and CSS knows no escapes of HTML
    )


def _read(name: str) -> str:
    return files("graph_service.report").joinpath(name).read_text(encoding="utf-8")


def _keys(figures: Figures) -> list[tuple[str, str, str]]:
    """The main figures: each with what it counts, and what puts it in proportion."""
    found, part, saved = split(figures.flow), figures.participation, figures.benefits.total
    known, shelved = found.within + found.across, figures.shelf.whole
    confirmed = "nothing confirmed" if saved.confirmed.hours is None else f"{number(saved.confirmed.hours)} confirmed"
    closed = f"{number(part.with_lesson)} of {number(part.closed_projects)}" if part.closed_projects else NONE
    return [
        (number(figures.flow.events), "reuses", f"{number(figures.before.events)} in the {figures.window.days:,} days before"),
        (
            percent(found.across / known if known else None),
            "of them across departments",
            f"by {plural(figures.flow.people, 'person', 'people')}",
        ),
        (number(saved.reported.hours), "hours saved, as reported", confirmed),
        (number(shelved.published), "lessons published", f"{number(shelved.on_shelf)} still on the shelf"),
        (closed, "closed projects left a lesson", f"{plural(part.people, 'person', 'people')} took part"),
    ]
