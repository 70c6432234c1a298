"""Lessons like the one that somebody is writing, and the person to ask about each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags
from graph_service.analysis.facts.id_lookup import code_of, known_code
from graph_service.analysis.facts.node_ids import LessonId, PersonId, ProjectId
from graph_service.analysis.measures.declaration import First
from graph_service.analysis.organisation.view import View, as_of
from graph_service.analysis.people.acquaintance import PathStep, ShortestPaths, shortest_paths
from graph_service.analysis.people.person_network import reused_by_others
from graph_service.analysis.relevance.compared_texts import MAX_TEXT, ComparedTexts, stems_of
from graph_service.analysis.relevance.tf_idf import cosine_similarity, tf_idf, weigh
from graph_service.page_size import check_page_size

MIN_SIMILARITY: Final = 0.1  # below it, lessons share a word by chance
MIN_HAPPENED: Final = 0.15  # less than for suggested recurrences: the author is there to tell whether it is the same problem
LISTED_WORDS: Final = 4  # shared words in a reason
MIN_WEIGHT_SHARE: Final = 0.1  # of the largest part of the similarity that a word makes up, for words that are listed


@dataclass(frozen=True, slots=True)
class SimilarLesson:
    """A published lesson that is similar to a text."""

    lesson: LessonId
    """The lesson."""
    similarity: float
    """The similarity of the texts: from 0, no word in common, to 1, the same words equally often. Forms of a word, such as pump and pumps, are one word."""
    shared_words: tuple[str, ...]
    """The most significant words that both have, at most four, as written in the text."""
    happened_before: bool
    """Whether this seems to have happened before: the lesson says what went wrong, or its problem came back before, on another project."""
    recurrences: int
    """How often the problem of the lesson is recorded to have come back."""
    reuses: int
    """The number of reuses by people who had not learned the lesson."""
    reason: str
    """Why it is listed, in one line."""
    ask: PersonId | None
    """The person to ask: of those who learned or reused the lesson, the one nearest to the person who asks; if that is not given, a
    learner. Only active people who may be named."""
    path: tuple[PathStep, ...] | None
    """The shortest path from the person who asks to that person. Absent if the person who asks is not given or there is no path."""


def similar_lessons(
    columns: Columns,
    today: date,
    compared: ComparedTexts,
    *,
    text: Annotated[str, f"The text, as it is being written; its first {MAX_TEXT:,} characters count."],
    project: Annotated[
        ProjectId | None, "The ID of the project that the text is about. Its own lessons are never marked as `happenedBefore`."
    ] = None,
    asker: Annotated[PersonId | None, "The ID of the person who writes. Each lesson comes with the nearest person to ask."] = None,
    first: First = 5,
) -> tuple[SimilarLesson, ...]:
    """Lists published lessons that are similar to a text while it is being written, the most similar first: the
    text may repeat one of them, or the same happened before. Each comes with a reason in one line and the nearest person to ask. Drafts and
    restricted lessons are never listed.

    similarity: the cosine of the TF-IDF vectors of the text and of everything the lesson says. The lessons are ranked by similarity x
    (score / best score in the full-text index)^0.5; those below MIN_SIMILARITY are left out. tests/benchmarks/README.md has precision and
    recall.

    Raises NotFound for a project or a person that does not exist, InvalidInput if `first` is outside 0 to 1,000.
    """
    check_page_size(first)
    view = as_of(today)
    here = UNKNOWN if project is None else known_code(columns.projects.ids, project, noun="project", field="project")
    start = None if asker is None else known_code(columns.people.ids, asker, noun="person", field="asker")
    ranked = rank(columns, compared, text)[:first]
    people = _people_to_ask(columns, [each.code for each in ranked], start, view)
    others = reused_by_others(columns, view)
    return tuple(_similar(columns, each, here, others, contact) for each, contact in zip(ranked, people, strict=True))


@dataclass(frozen=True, slots=True)
class RankedLesson:
    """The code of a lesson, its similarity to the text, the score that ranks it, and the most significant words of both, in descending order."""

    code: int
    similarity: float
    score: float
    words: tuple[str, ...]


def rank(columns: Columns, compared: ComparedTexts, text: str) -> list[RankedLesson]:
    """The lessons that are similar enough, best first, ties by ID."""
    typed = stems_of(text, compared.frequencies, compared.in_use)
    forms = {stem: word for word, stem in reversed(typed)}  # the first form of each word in the text, for the reason
    query, best = weigh([stem for _, stem in typed], compared.frequencies), max(compared.scores.values(), default=1.0)
    found: list[RankedLesson] = []
    for id_, lesson_text in compared.texts.items():
        code, vector = code_of(columns.lessons.ids, id_), tf_idf(lesson_text, compared.frequencies)
        similarity = cosine_similarity(query, vector)
        if code != UNKNOWN and similarity >= MIN_SIMILARITY:
            weights = {forms[stem]: weight * vector[stem] for stem, weight in query.items() if stem in vector}
            significant = [word for word, weight in weights.items() if weight >= MIN_WEIGHT_SHARE * max(weights.values())]
            words = tuple(sorted(significant, key=lambda word: (-weights[word], word)))
            found.append(RankedLesson(code, similarity, similarity * (compared.scores[id_] / best) ** 0.5, words))
    return sorted(found, key=lambda each: (-each.score, columns.lessons.ids[each.code]))


def _similar(
    columns: Columns, ranked: RankedLesson, here: int, others: Flags, contact: tuple[int, tuple[PathStep, ...] | None]
) -> SimilarLesson:
    lessons, code = columns.lessons, ranked.code
    recurrences = int(np.count_nonzero(columns.recurrences.earlier == code))
    reuses = int(np.count_nonzero(others & (columns.events.lesson == code)))
    is_problem = bool(lessons.went_wrong[code]) or recurrences > 0
    elsewhere = here == UNKNOWN or int(lessons.project[code]) != here
    person, path = contact
    return SimilarLesson(
        lesson=LessonId(lessons.ids[code]),
        similarity=ranked.similarity,
        shared_words=ranked.words[:LISTED_WORDS],
        happened_before=is_problem and elsewhere and ranked.similarity >= MIN_HAPPENED,
        recurrences=recurrences,
        reuses=reuses,
        reason=_reason(ranked.words[:LISTED_WORDS], recurrences, reuses),
        ask=None if person == UNKNOWN else PersonId(columns.people.ids[person]),
        path=path,
    )


def _reason(words: Sequence[str], recurrences: int, reuses: int) -> str:
    quoted = [f"“{word}”" for word in words]
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    times = ("came back", recurrences), ("reused", reuses)
    return "; ".join([f"Both mention {listed}", *(f"{what} {_times(count)}" for what, count in times if count)])


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _people_to_ask(
    columns: Columns, lessons: Sequence[int], start: int | None, view: View
) -> Iterator[tuple[int, tuple[PathStep, ...] | None]]:
    """For each lesson the code of the nearest person who learned or reused it, UNKNOWN if nobody may be named, and the path to this person."""
    named = columns.people.active & columns.people.discoverable
    candidates = [[person for person in _involved(columns, lesson) if named[person] and person != start] for lesson in lessons]
    everybody = np.array(sorted({person for people in candidates for person in people}), np.intp)
    paths = None if start is None or not everybody.size else shortest_paths(columns, start, named, view, everybody)
    for people in candidates:
        yield _nearest(people, paths)


def _involved(columns: Columns, lesson: int) -> list[int]:
    """The learners of a lesson, then the people who reused it, each once."""
    reusers = columns.events.person[columns.events.lesson == lesson]
    learners: list[int] = columns.lessons.learners.row(lesson).tolist()
    return list(dict.fromkeys([*learners, *reusers[reusers != UNKNOWN].tolist()]))


def _nearest(people: Sequence[int], paths: ShortestPaths | None) -> tuple[int, tuple[PathStep, ...] | None]:
    """The first of the people with the shortest path; the first one if no path leads to any."""
    if not people:
        return UNKNOWN, None
    reached = [(len(path), at, path) for at, person in enumerate(people) if paths is not None and (path := paths.to(person)) is not None]
    if not reached:
        return people[0], None
    _, at, path = min(reached, key=lambda each: each[:2])
    return people[at], path
