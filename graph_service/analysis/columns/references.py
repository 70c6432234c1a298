"""The references from rows to other nodes."""

from collections.abc import Iterator

from graph_service.analysis.facts.codebook import Codebook, CodeById
from graph_service.analysis.facts.rows import Rows


def has_loose_end(rows: Rows, codes: Codebook) -> bool:
    """Whether any row refers to an id without a code."""
    return any(id_ not in known for id_, known in _references(rows, codes) if id_ is not None)


def _references(rows: Rows, codes: Codebook) -> Iterator[tuple[str | None, CodeById]]:
    for part in rows.parts:
        yield from ((part.child, codes.departments), (part.parent, codes.departments))
    for topic in rows.topics:
        yield from ((id_, codes.topics) for id_ in topic.broader)
    for membership in rows.memberships:
        yield from ((membership.person, codes.people), (membership.department, codes.departments))
    for work in rows.assignments:
        yield from ((work.person, codes.people), (work.project, codes.projects))
    for project in rows.projects:
        yield from ((id_, codes.topics) for id_ in project.topics)
    for lesson in rows.lessons:
        yield lesson.project, codes.projects
        yield from ((id_, codes.departments) for id_ in lesson.departments)
        yield from ((id_, codes.people) for id_ in lesson.learners)
        yield from ((id_, codes.topics) for id_ in lesson.topics)
        yield from ((id_, codes.lessons) for id_ in (*lesson.recurrence_of, *lesson.not_recurrence_of))
    for reuse in rows.reuses:
        yield from ((reuse.lesson, codes.lessons), (reuse.person, codes.people), (reuse.project, codes.projects))
        yield from ((id_, codes.departments) for id_ in reuse.departments)
