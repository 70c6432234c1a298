"""Evaluates lesson rankings: which lessons will a project reuse? Test day: its first reuse. Ground truth: its reuses that day."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph_service.analysis.facts.arrays import EPOCH
from graph_service.analysis.facts.node_ids import ProjectId
from graph_service.analysis.measures.lessons_for import lessons_for
from graph_service.analysis.relevance.relevance import text_scores
from graph_service.compiler.conditions.search_text import stems_of_query
from graph_service.domain.search.text_search import PROJECT_WEIGHTS, find_lessons, read_project_words
from graph_service.graph import Graph
from graph_service.language.stems import LanguagesInUse
from graph_service.page_size import MAXIMUM_PAGE_SIZE
from tests.analysis.rows import LessonRow, ReuseRow, Rows
from tests.benchmarks.ranking.past import Text, Texts, available_on, columns_of, rows_of
from tests.benchmarks.ranking.protocols import Protocols, RankedCases, Scores
from tests.benchmarks.ranking.text_baselines import bm25_scores, tf_idf_scores

ENGLISH = LanguagesInUse(("en",), ("en",))


@dataclass(frozen=True)
class Asking:
    """A test case: a project on the day of its first reuse of others' lessons.

    `free`: the candidate lessons. `right`: the lessons it reused that day. `elsewhere`: the candidates not learned by any department that
    reused a lesson that day.
    """

    project: str
    day: int
    free: Sequence[LessonRow]
    right: frozenset[str]
    elsewhere: frozenset[str]


async def rank_lessons(graph: Graph, rows: Rows) -> Protocols:
    """The figures of each ranking, with the lessons of the asker's department left out and with all lessons."""
    texts, included, left_out = Texts(graph), RankedCases(), RankedCases()
    written = await texts.take_out()
    for asking in _askings(rows):
        await texts.put_back(rows.lessons, asking.day)
        words = await read_project_words(graph, asking.project)
        found = await find_lessons(graph, stems_of_query(words, ENGLISH, len(PROJECT_WEIGHTS)), PROJECT_WEIGHTS)
        rankings = _rankings(rows, asking, written, words, found)
        included.add(rankings, asking.right, among={lesson.id for lesson in asking.free})
        left_out.add(rankings, asking.right, among=asking.elsewhere)
    return Protocols(asker_left_out=left_out, asker_included=included)


def _askings(rows: Rows) -> list[Asking]:
    """Test cases sorted by day. Projects that reused none of their candidate lessons are left out."""
    by_project = defaultdict[str, list[ReuseRow]](list)
    for reuse in rows.reuses:
        if reuse.project is not None and reuse.scope != "OWN":
            by_project[reuse.project].append(reuse)
    found = (_asking(rows, project, reuses) for project, reuses in by_project.items())
    return sorted((asking for asking in found if asking.right), key=lambda asking: (asking.day, asking.project))


def _asking(rows: Rows, project: str, reuses: Sequence[ReuseRow]) -> Asking:
    day = min(reuse.day for reuse in reuses)
    made = [reuse for reuse in reuses if reuse.day == day]
    free, away = list(_free(rows, project, day)), {department for reuse in made for department in reuse.departments}
    return Asking(
        project=project,
        day=day,
        free=free,
        right=frozenset({reuse.lesson for reuse in made} & {lesson.id for lesson in free}),
        elsewhere=frozenset(lesson.id for lesson in free if lesson.departments and away.isdisjoint(lesson.departments)),
    )


def _free(rows: Rows, project: str, day: int) -> Iterator[LessonRow]:
    """Lessons available on the day that neither the project nor its people learned or had reused before."""
    people = {work.person for work in rows.assignments if work.project == project}
    reused = {reuse.lesson for reuse in rows.reuses if reuse.day < day and (reuse.project == project or reuse.person in people)}
    for lesson in rows.lessons:
        if available_on(lesson, day) and lesson.project != project and lesson.id not in reused and people.isdisjoint(lesson.learners):
            yield lesson


def _rankings(rows: Rows, asking: Asking, written: Mapping[str, Text], words: str, found: list[tuple[str, float]]) -> dict[str, Scores]:
    """Scores of lessons by ranking method. No method sees the reuses of the day itself."""
    topics = next(set(project.topics) for project in rows.projects if project.id == asking.project)
    before = replace(rows, reuses=[reuse for reuse in rows.reuses if reuse.day < asking.day])
    columns, today = columns_of(rows_of(before, asking.day)), date.fromordinal(asking.day + EPOCH)
    answer = lessons_for(columns, today, text_scores(columns.lessons, found), project=ProjectId(asking.project), first=MAXIMUM_PAGE_SIZE)
    reuses, gists = (
        [reuse for reuse in before.reuses if reuse.scope != "OWN"],
        {lesson.id: _gist(written[lesson.id]) for lesson in asking.free},
    )
    reused, crossed = Counter(reuse.lesson for reuse in reuses), Counter(reuse.lesson for reuse in reuses if reuse.scope == "CROSS")
    return {
        "newest": {lesson.id: lesson.learned or lesson.published or 0 for lesson in asking.free},
        "most reused": {lesson.id: reused[lesson.id] for lesson in asking.free},
        "most CROSS reuses": {lesson.id: crossed[lesson.id] for lesson in asking.free},
        "topics in common": {lesson.id: _jaccard(set(lesson.topics), topics) for lesson in asking.free},
        "TF-IDF of title and context": tf_idf_scores(gists, words),
        "BM25 of title and context": bm25_scores(gists, words),
        "full text alone": dict(found),
        "lessonsFor": {suggestion.lesson: suggestion.score for suggestion in answer},
    }


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _gist(text: Text) -> str:
    return f"{text.get('title') or ''} {text.get('context') or ''}"
