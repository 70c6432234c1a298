"""Which lessons travel furthest."""

from graph_service.report.bar_chart import Bar, Part, bars
from graph_service.report.figures import Figures
from graph_service.report.formatting import number, plural
from graph_service.report.section import Section, Table


def most_reused_section(figures: Figures) -> Section:
    """Title, the lessons reused most by other departments as bars, and the same as a table."""
    found = figures.most_reused
    titles = [figures.title(one.lesson) for one in found]
    drawn = [
        Bar(title, [Part(one.reuses, "data", f"{title}: {plural(one.reuses, 'reuse')}")], number(one.reuses))
        for title, one in zip(titles, found, strict=True)
    ]
    rows = [
        (title, figures.project(one.lesson), number(one.reuses), number(one.departments), number(one.people))
        for title, one in zip(titles, found, strict=True)
    ]
    listed = "; ".join(f"{title} {number(one.reuses)}" for title, one in zip(titles, found, strict=True))
    return Section(
        id="most-reused",
        subject="Reused most",
        title=f"“{titles[0]}” travelled furthest: {plural(found[0].reuses, 'reuse')} in {plural(found[0].departments, 'other department')}"
        if found
        else "No lesson was reused by another department in this time",
        text="The lessons that other departments reused most often.",
        evidence=f"{plural(sum(one.reuses for one in found), 'reuse')} of {plural(len(found), 'lesson')}.",
        method="Only reuses by departments that had no part in learning the lesson; lessons with the same number by their id.",
        picture=bars("most-reused-bars", "Lessons by reuses across departments", f"{listed}.", drawn) if found else None,
        tables=[Table("Lessons by reuses across departments", ("Lesson", "Project", "Reuses", "Departments", "People"), rows, texts=2)]
        if found
        else [],
    )
