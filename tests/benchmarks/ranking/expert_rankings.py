"""Evaluates expert rankings: whose lesson on a topic will another department reuse? Ground truth: reuses until the next evaluation day."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.facts.node_ids import TopicId
from graph_service.analysis.measures.experts import experts
from graph_service.page_size import MAXIMUM_PAGE_SIZE
from tests.analysis.rows import LessonRow, ReuseRow, Rows
from tests.benchmarks.ranking.past import available_on, columns_of, published_by, rows_of
from tests.benchmarks.ranking.rank_figures import hit, means, ranks, reciprocal_rank

Known = Sequence[tuple[LessonRow, Sequence[ReuseRow]]]
"""What is known of a topic: its lessons that are available, each with its reuses by others."""

BASELINES: Mapping[str, Callable[[Sequence[ReuseRow]], int]] = {
    "counting lessons": lambda _: 1,
    "counting reuses": len,
    "counting reuses by other departments": lambda reuses: sum(reuse.scope == "CROSS" for reuse in reuses),
}


def rank_experts(rows: Rows, days: Sequence[date]) -> tuple[int, dict[str, tuple[float, float]]]:
    """The number of test cases, and for each ranking method the mean over days of MRR and hits@10.

    Each reuse by another department of a lesson that existed on the day gives one test case per topic of the lesson; the correct answers
    are the learners of the lesson. The follow-up period of the last day is as long as that of the day before.
    """
    asked, found = 0, defaultdict[str, list[tuple[float, float]]](list)
    for day, end in zip(days, [*days[1:], days[-1] + (days[-1] - days[-2])], strict=True):
        questions = list(_questions(rows, day_number(day), day_number(end)))
        asked += len(questions)
        for name, scores in _rankings(rows_of(rows, day_number(day)), day, {topic for topic, _ in questions}).items():
            places = [ranks(scores[topic], right) for topic, right in questions]
            found[name] += [means([(reciprocal_rank(place), hit(place)) for place in places])] if places else []
    return asked, {name: means(figures) for name, figures in found.items()}


def eight_months_apart(first: date, number: int) -> list[date]:
    """`number` days from `first`, eight calendar months apart."""
    months = [first.month - 1 + 8 * step for step in range(number)]
    return [date(first.year + month // 12, month % 12 + 1, first.day) for month in months]


def _questions(rows: Rows, today: int, end: int) -> Iterator[tuple[str, frozenset[str]]]:
    lessons = {lesson.id: lesson for lesson in rows.lessons if published_by(lesson, today)}
    for reuse in rows.reuses:
        if reuse.scope == "CROSS" and today < reuse.day <= end and reuse.lesson in lessons:
            lesson = lessons[reuse.lesson]
            yield from ((topic, frozenset(lesson.learners)) for topic in lesson.topics)


def _rankings(past: Rows, day: date, topics: set[str]) -> dict[str, dict[str, Mapping[str, float]]]:
    """Scores of people by ranking method, then topic."""
    columns, known = columns_of(past), {topic: _known(past, topic, day_number(day)) for topic in topics}
    answers = {topic: experts(columns, day, topic=TopicId(topic), first=MAXIMUM_PAGE_SIZE) for topic in topics}
    rankings = {name: {topic: _count(known[topic], worth) for topic in topics} for name, worth in BASELINES.items()}
    ours: dict[str, Mapping[str, float]] = {topic: {one.person: one.score for one in answer} for topic, answer in answers.items()}
    return rankings | {"experts": ours}


def _count(known: Known, worth: Callable[[Sequence[ReuseRow]], int]) -> Mapping[str, float]:
    """The sum over their lessons for each learner."""
    found = Counter[str]()
    for lesson, reuses in known:
        found.update(dict.fromkeys(lesson.learners, worth(reuses)))
    return found


def _known(past: Rows, topic: str, today: int) -> Known:
    reuses = defaultdict[str, list[ReuseRow]](list)
    for reuse in past.reuses:
        if reuse.scope != "OWN":
            reuses[reuse.lesson].append(reuse)
    return [(lesson, reuses[lesson.id]) for lesson in past.lessons if topic in lesson.topics and available_on(lesson, today)]
