"""Evaluates expert rankings: whose lesson on a topic will another department reuse? Ground truth: reuses until the next evaluation day."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.facts.node_ids import TopicId
from graph_service.analysis.measures.experts import experts
from graph_service.page_size import MAXIMUM_PAGE_SIZE
from tests.analysis.rows import LessonRow, ReuseRow, Rows
from tests.benchmarks.ranking.past import available_on, columns_of, published_by, rows_of
from tests.benchmarks.ranking.protocols import Protocols, RankedCases, Scores

Worth = Callable[[LessonRow, Sequence[ReuseRow]], float]
"""What a lesson with these reuses by others is worth to its learners."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who knows about the topic? `right`: the learners of a lesson that these departments reused after the day."""

    topic: str
    right: frozenset[str]
    departments: frozenset[str]


BASELINES: Final[Mapping[str, tuple[Callable[[Sequence[float]], float], Worth]]] = {
    "counting lessons": (sum, lambda _lesson, _reuses: 1),
    "counting reuses": (sum, lambda _lesson, reuses: len(reuses)),
    "counting CROSS reuses": (sum, lambda _lesson, reuses: sum(reuse.scope == "CROSS" for reuse in reuses)),
    "most reused lesson": (max, lambda _lesson, reuses: len(reuses)),
    "newest lesson": (max, lambda lesson, _reuses: lesson.learned or lesson.published or 0),
}
"""How the score of a person follows from what each of their lessons is worth."""


def rank_experts(rows: Rows, days: Sequence[date]) -> Protocols:
    """The figures of each ranking, with the asker's department left out and with everybody.

    Each reuse by another department of a lesson that existed on the day gives one test case per topic of the lesson; the correct people are
    the learners of the lesson. The follow-up period of the last day is as long as that of the day before.
    """
    included, left_out = RankedCases(), RankedCases()
    for day, end in zip(days, [*days[1:], days[-1] + (days[-1] - days[-2])], strict=True):
        past, questions = rows_of(rows, day_number(day)), Counter(_questions(rows, day_number(day), day_number(end)))
        rankings, homes = _rankings(past, day, {question.topic for question in questions}), _homes(past, day_number(day))
        for question, times in questions.items():
            elsewhere = {id_ for id_ in homes if homes[id_] not in question.departments}
            included.add(rankings[question.topic], question.right, stratum=day, times=times)
            left_out.add(rankings[question.topic], question.right, among=elsewhere, stratum=day, times=times)
    return Protocols(asker_left_out=left_out, asker_included=included)


def eight_months_apart(first: date, number: int) -> list[date]:
    """`number` days from `first`, eight calendar months apart."""
    months = [first.month - 1 + 8 * step for step in range(number)]
    return [date(first.year + month // 12, month % 12 + 1, first.day) for month in months]


def _questions(rows: Rows, today: int, end: int) -> Iterator[Question]:
    lessons = {lesson.id: lesson for lesson in rows.lessons if published_by(lesson, today)}
    for reuse in rows.reuses:
        if reuse.scope == "CROSS" and today < reuse.day <= end and reuse.lesson in lessons:
            lesson = lessons[reuse.lesson]
            yield from (Question(topic, frozenset(lesson.learners), frozenset(reuse.departments)) for topic in lesson.topics)


def _homes(past: Rows, today: int) -> Mapping[str, str | None]:
    """The department on the day of each person, None for people without one."""
    homes: dict[str, str | None] = {person.id: None for person in past.people}
    for row in past.memberships:
        if (row.since is None or row.since <= today) and (row.until is None or today < row.until):
            homes[row.person] = row.department
    return homes


def _rankings(past: Rows, day: date, topics: set[str]) -> Mapping[str, Mapping[str, Scores]]:
    """Scores of people by topic, then ranking. All rankings list the same people."""
    columns, reuses = columns_of(past), defaultdict[str, list[ReuseRow]](list)
    for reuse in past.reuses:
        if reuse.scope != "OWN":
            reuses[reuse.lesson].append(reuse)
    named = frozenset(person.id for person in past.people if person.active and person.discoverable)
    found = dict[str, Mapping[str, Scores]]()
    for topic in topics:
        lessons = [lesson for lesson in past.lessons if topic in lesson.topics and available_on(lesson, day_number(day))]
        ours: Scores = {one.person: one.score for one in experts(columns, day, topic=TopicId(topic), first=MAXIMUM_PAGE_SIZE)}
        found[topic] = {**{name: _scores(named, lessons, reuses, *rule) for name, rule in BASELINES.items()}, "experts": ours}
    return found


def _scores(
    named: frozenset[str],
    lessons: Sequence[LessonRow],
    reuses: Mapping[str, Sequence[ReuseRow]],
    combine: Callable[[Sequence[float]], float],
    worth: Worth,
) -> Scores:
    """By learner of these lessons who may be named."""
    by_person = defaultdict[str, list[float]](list)
    for lesson in lessons:
        for person in named.intersection(lesson.learners):
            by_person[person].append(worth(lesson, reuses.get(lesson.id, ())))
    return {person: combine(values) for person, values in by_person.items()}
