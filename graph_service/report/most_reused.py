"""The section about the lessons that other departments reused most."""

from graph_service.report.bar_chart import Bar, Part, bar_chart
from graph_service.report.figures import Figures
from graph_service.report.formatting import format_number, plural
from graph_service.report.section import Section, Table

CAPTION = "Lessons by reuses across departments"


def most_reused_section(figures: Figures) -> Section:
    """The most reused lessons as bars and as a table."""
    lessons = [(figures.title(row.lesson), row) for row in figures.most_reused]
    description = "; ".join(f"{title} {format_number(row.reuses)}" for title, row in lessons)
    bars = [
        Bar(title, [Part(row.reuses, "data", f"{title}: {plural(row.reuses, 'reuse')}")], format_number(row.reuses))
        for title, row in lessons
    ]
    rows = [
        (title, figures.project(row.lesson), format_number(row.reuses), format_number(row.departments), format_number(row.people))
        for title, row in lessons
    ]
    heads = ("Lesson", "Project", "Reuses", "Departments", "People")
    return Section(
        id="most-reused",
        subject="Most reused",
        title=_title(figures),
        text="The lessons that other departments reused most often.",
        evidence=f"{plural(sum(row.reuses for row in figures.most_reused), 'reuse')} of {plural(len(lessons), 'lesson')}.",
        method="Only reuses by departments that did not take part in learning the lesson. Lessons with the same number are in the order of their ids.",
        chart=bar_chart("most-reused-bars", CAPTION, f"{description}.", bars) if bars else None,
        page="/lessons",
        tables=[Table(CAPTION, heads, rows, text_columns=2)] if rows else [],
    )


def _title(figures: Figures) -> str:
    if not figures.most_reused:
        return "No lesson was reused by another department in this period"
    first, *others = figures.most_reused
    where = plural(first.departments, "other department")
    if others and others[0].reuses == first.reuses:
        return f"No lesson stands out: several were reused {_times(first.reuses)} by other departments"
    return f"“{figures.title(first.lesson)}” was reused most: {plural(first.reuses, 'reuse')} in {where}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{format_number(number)} times")
