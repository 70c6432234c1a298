"""How often experts with strong, some and weak evidence were right: another department reused a lesson of theirs on the topic soon after."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.facts.node_ids import TopicId
from graph_service.analysis.measures.experts import experts
from graph_service.analysis.relevance.strength import Strength
from tests.analysis.rows import Rows
from tests.benchmarks.ranking.past import available_on, columns_of, rows_of


def strength_figures(rows: Rows, days: Sequence[date]) -> Mapping[Strength, tuple[int, float]]:
    """By strength the number of experts, and the share of them that was right by the next day, or as long after the last day.

    The first ten experts with lessons on each topic, whether or not anybody asked about it, on each day.
    """
    outcomes = defaultdict[Strength, list[bool]](list)
    for day, end in pairwise([*days, days[-1] + (days[-1] - days[-2])]):
        past = rows_of(rows, day_number(day))
        columns, right = columns_of(past), _right(rows, day_number(day), day_number(end))
        for topic in past.topics:
            for one in experts(columns, day, topic=TopicId(topic.id), first=10):
                if one.lesson_count:
                    outcomes[one.strength].append(one.person in right.get(topic.id, ()))
    return {strength: (len(outcomes[strength]), sum(outcomes[strength]) / max(len(outcomes[strength]), 1)) for strength in Strength}


def _right(rows: Rows, today: int, end: int) -> Mapping[str, set[str]]:
    """By topic, the learners of available lessons that other departments reused after today, until the end."""
    lessons, found = {lesson.id: lesson for lesson in rows.lessons if available_on(lesson, today)}, defaultdict[str, set[str]](set)
    for reuse in rows.reuses:
        if reuse.scope == "CROSS" and today < reuse.day <= end and reuse.lesson in lessons:
            for topic in lessons[reuse.lesson].topics:
                found[topic] |= set(lessons[reuse.lesson].learners)
    return found
