"""Experts, lessons for a project and who knows whom, worked out the slow way: loops over rows."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import product
from math import log
from typing import Any

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.organisation.view import View, as_of
from tests.analysis.network_reference import Organisation
from tests.analysis.people_reference import home_of
from tests.analysis.rows import LessonRow, ReuseRow, Rows

HALF_LIFE = 2 * 365.25
RESTART, TOPIC_WEIGHT, AT_PROJECT, STARTS, ITERATIONS = 0.15, 0.3, 0.2, 20, 3


def available(lesson: LessonRow, day: int) -> bool:
    return lesson.published is not None and lesson.published <= day and (lesson.retired is None or day < lesson.retired)


def reuses_by(rows: Rows, day: int, lesson: str) -> list[ReuseRow]:
    """The reuses of a lesson up to that day."""
    return [reuse for reuse in rows.reuses if reuse.lesson == lesson and reuse.day <= day]


def above(rows: Rows, topic: str) -> set[str]:
    """Everything broader, at any distance."""
    direct = next(set(row.broader) for row in rows.topics if row.id == topic)
    return direct.union(*(above(rows, other) for other in direct))


def nearness(rows: Rows, topic: str, asked: str) -> float:
    """1 for the same, 0.5 for one above the other, else 0."""
    return 1.0 if topic == asked else 0.5 if topic in above(rows, asked) or asked in above(rows, topic) else 0.0


def relevance_of(
    rows: Rows, lesson: LessonRow, *, topic: str | None, project: str | None, text: Mapping[str, float] | None, day: int
) -> float:
    """The product over what is asked."""
    found = 1.0 if available(lesson, day) else 0.0
    if topic is not None:
        found *= max((nearness(rows, about, topic) for about in lesson.topics), default=0.0)
    if project is not None:
        wanted = next(row.topics for row in rows.projects if row.id == project)
        found *= max((nearness(rows, about, asked) for about, asked in product(lesson.topics, wanted)), default=0.0)
    if text is not None:
        found *= text.get(lesson.id, 0.0)
    return found


def worth_of(rows: Rows, lesson: LessonRow, day: int) -> tuple[float, dict[str, float]]:
    """What a wholly relevant lesson adds to each learner's score, and the part of that by reuse."""
    parts = {}
    for reuse in reuses_by(rows, day, lesson.id):
        if reuse.scope != "OWN":
            points = 2.0 if reuse.scope == "CROSS" else 0.5
            points = 0.0 if reuse.outcome in ("NO_EFFECT", "BACKFIRED") else points
            parts[reuse.id] = points * 0.5 ** ((day - reuse.day) / HALF_LIFE)
    own = 3 * 0.5 ** (max(day - learned_day(lesson), 0) / HALF_LIFE) / len(lesson.learners)
    return own + sum(parts.values()), parts


def learned_day(lesson: LessonRow) -> int:
    """The day it was learned, or else published."""
    day = lesson.published if lesson.learned is None else lesson.learned
    assert day is not None
    return day


def strength_of(rows: Rows, relevance: Mapping[str, float], day: int) -> str:
    """From the lessons of a person with their relevance, of the last two years."""
    lessons = sum(relevance[row.id] for row in rows.lessons if row.id in relevance and learned_day(row) >= day - HALF_LIFE)
    reuses = [reuse for id_ in relevance for reuse in reuses_by(rows, day, id_) if reuse.scope != "OWN" and reuse.day >= day - HALF_LIFE]
    reuses = [reuse for reuse in reuses if reuse.outcome not in ("NO_EFFECT", "BACKFIRED")]
    if sum(relevance[reuse.lesson] for reuse in reuses if reuse.scope == "CROSS") >= 5:
        return "STRONG"
    return "SOME" if lessons + sum(relevance[reuse.lesson] for reuse in reuses) >= 2 else "WEAK"


def projects_on(rows: Rows, person: str, topic: str | None, project: str | None, day: int) -> dict[str, float]:
    """The other projects on a topic, and on a topic of a project, that a person had begun to work on, with their relevance."""
    found = {}
    for row in rows.projects:
        wanted = [[topic]] if topic else []
        wanted += [next(other.topics for other in rows.projects if other.id == project)] if project else []
        relevance = 0.0 if row.id == project else 1.0
        for asked in wanted:
            relevance *= max((nearness(rows, about, one) for about, one in product(row.topics, asked)), default=0.0)
        on_it = [work for work in rows.assignments if (work.person, work.project) == (person, row.id)]
        if relevance and any(work.since is None or work.since <= day for work in on_it):
            found[row.id] = relevance
    return found


def experts_of(rows: Rows, view: View, *, away_from: str | None = None, asker: str | None = None, **asked: Any) -> dict[str, dict]:
    """By person: score, strength, lessons and reuses with their parts of the score, and groups that gained with how often and how many people.

    For people without lessons the projects they worked on, with their relevance; only where no text is asked for.
    """
    day, found = day_number(view.chart), {}
    away = below(rows, view, away_from) if away_from else set()
    texts = asked.get("text")
    if texts is not None:  # scores are compared with the best among the lessons that the rest of the question leaves
        rest = {row.id for row in rows.lessons if relevance_of(rows, row, **{**asked, "text": None}, day=day) > 0}
        best = max((score for id_, score in texts.items() if id_ in rest), default=1.0)
        asked = {**asked, "text": {id_: score / best for id_, score in texts.items()}}
    for person in rows.people:
        if not person.active or not person.discoverable or person.id == asker or home_of(rows, as_of(view.chart), person.id) in away:
            continue
        lessons, relevant, reuses, gained, gainers = {}, {}, {}, defaultdict(int), defaultdict(set)
        for lesson in rows.lessons:
            relevance = relevance_of(rows, lesson, **asked, day=day)
            if person.id in lesson.learners and relevance > 0:
                worth, parts = worth_of(rows, lesson, day)
                lessons[lesson.id], relevant[lesson.id] = relevance * worth, relevance
                reuses |= {id_: relevance * part for id_, part in parts.items()}
        for reuse in (reuse for reuse in rows.reuses if reuses.get(reuse.id, 0) > 0):
            for group in Organisation(rows, view).shares(reuse.departments):
                gained[group] += 1
                gainers[group] |= {reuse.person} - {None}
        projects = {} if lessons or texts is not None else projects_on(rows, person.id, asked.get("topic"), asked.get("project"), day)
        if lessons or projects:
            counts = {group: (number, len(gainers[group])) for group, number in gained.items()}
            strength = strength_of(rows, relevant, day) if lessons else "WEAK"
            found[person.id] = {"score": sum(lessons.values()), "strength": strength, "projects": projects}
            found[person.id] |= {"lessons": lessons, "reuses": reuses, "gained": counts}
    return found


def below(rows: Rows, view: View, department: str) -> set[str]:
    """The department and all below it on the day of the chart."""
    day, found = day_number(view.chart), {department}
    while (
        more := {
            part.child
            for part in rows.parents
            if part.parent in found and (part.since is None or part.since <= day) and (part.until is None or day < part.until)
        }
        - found
    ):
        found |= more
    return found


def acquainted(rows: Rows, day: int) -> dict[str, set[str]]:
    """Who reused whose lesson or worked on the same project, in both directions."""
    knows, projects = defaultdict(set), {row.id for row in rows.projects}
    for lesson in rows.lessons:
        for reuse in reuses_by(rows, day, lesson.id):
            if reuse.scope != "OWN" and reuse.person is not None:
                for learner in lesson.learners:
                    knows[learner].add(reuse.person)
                    knows[reuse.person].add(learner)
    for one, other in product(rows.assignments, repeat=2):
        if one.project == other.project and one.project in projects:
            knows[one.person].add(other.person)
    return knows


def distances(rows: Rows, day: int, start: str, through: set[str]) -> dict[str, int]:
    """How many steps it takes to each of these people, by people of whom all but the first are among them."""
    knows, found, steps = acquainted(rows, day), {start: 0}, 0
    frontier = {start}
    while frontier:
        steps += 1
        frontier = {other for one in frontier for other in knows[one]} & through - found.keys()
        found |= dict.fromkeys(frontier, steps)
    return found


def similarity_of(rows: Rows, text: Mapping[str, float], day: int) -> dict[str, float]:
    """By available lesson with a score: the score over the best one."""
    scores = {row.id: text[row.id] for row in rows.lessons if available(row, day) and row.id in text}
    return {id_: score / max(scores.values()) for id_, score in scores.items()}


Node = tuple[str, str]


def weights_of(rows: Rows, day: int) -> dict[Node, dict[Node, float]]:
    """The symmetric matrix of the graph of available lessons, projects and topics: the sum of the weights of the edges of each pair."""
    nodes: list[Node] = [("lesson", row.id) for row in rows.lessons if available(row, day)]
    nodes += [("project", row.id) for row in rows.projects] + [("topic", row.id) for row in rows.topics]
    edges: list[tuple[Node, Node, float]] = []
    for row in rows.lessons:
        edges.append((("lesson", row.id), ("project", str(row.project)), 1.0))
        edges += [(("lesson", row.id), ("project", str(reuse.project)), 1.0) for reuse in reuses_by(rows, day, row.id)]
        edges += [(("lesson", row.id), ("topic", topic), TOPIC_WEIGHT) for topic in row.topics]
    edges += [(("project", row.id), ("topic", topic), TOPIC_WEIGHT) for row in rows.projects for topic in row.topics]
    weights: dict[Node, dict[Node, float]] = {node: dict.fromkeys(nodes, 0.0) for node in nodes}
    for one, other, weight in edges:
        if one in weights and other in weights:
            weights[one][other] += weight
            weights[other][one] += weight
    return weights


def ranks_of(rows: Rows, project: str, similar: Mapping[str, float], day: int) -> dict[str, tuple[float, dict[Node, float]]]:
    """By available lesson: its personalised PageRank, and how much of it came from each project and topic.

    Power iteration on the dense matrix, where each iteration moves from all nodes to projects and topics, then from these to lessons.
    """
    weights = weights_of(rows, day)
    degree = {node: sum(row.values()) for node, row in weights.items()}
    best = sorted(similar, key=lambda id_: (-similar[id_], id_))[:STARTS]
    restart = dict.fromkeys(weights, 0.0) | {("project", project): AT_PROJECT if best else 1.0}
    for id_ in best:
        restart["lesson", id_] = (1 - AT_PROJECT) * similar[id_] ** 2 / sum(similar[other] ** 2 for other in best)
    now, came = dict(restart), {}
    for _ in range(ITERATIONS):
        for kinds in (("project", "topic"), ("lesson",)):
            sources = [node for node in weights if degree[node] and (kinds != ("lesson",) or node[0] != "lesson")]
            into = [node for node in weights if node[0] in kinds]
            came |= {node: {one: (1 - RESTART) * weights[one][node] / degree[one] * now[one] for one in sources} for node in into}
            now |= {node: RESTART * restart[node] + sum(came[node].values()) for node in into}
    return {node[1]: (now[node], came[node]) for node in weights if node[0] == "lesson"}


def lessons_for_of(rows: Rows, project: str, text: Mapping[str, float], day: int, phase: str | None) -> dict[str, dict]:
    """By lesson: score and reasons."""
    mine = next(row for row in rows.projects if row.id == project)
    known = {row.id for row in rows.projects}
    people = {work.person for work in rows.assignments if work.project == project}
    made = [reuse for reuse in rows.reuses if reuse.day <= day]
    here = {reuse.lesson for reuse in made if reuse.project == project}
    alike = {reuse.project for reuse in made if reuse.lesson in here and reuse.project != project} & known
    had = here | {reuse.lesson for reuse in made if reuse.person in people}
    similarity = similarity_of(rows, text, day)
    ranks, found = ranks_of(rows, project, similarity, day), {}
    for lesson in rows.lessons:
        near = max((nearness(rows, about, asked) for about, asked in product(lesson.topics, mine.topics)), default=0.0)
        by_alike = {reuse.project for reuse in made if reuse.lesson == lesson.id and reuse.project in alike}
        similar = similarity.get(lesson.id, 0.0)
        if not available(lesson, day) or lesson.id in had or lesson.project == project or people & set(lesson.learners):
            continue
        if near == 0 and similar == 0 and ranks[lesson.id][0] == 0:
            continue
        common, either = set(lesson.topics) & set(mine.topics), set(lesson.topics) | set(mine.topics)
        judged = [reuse for reuse in reuses_by(rows, day, lesson.id) if reuse.outcome is not None]
        helped = sum(reuse.outcome == "HELPED" for reuse in judged)
        others = sum(reuse.scope != "OWN" for reuse in reuses_by(rows, day, lesson.id))
        z2 = 1.959963984540054**2
        score = max(similar, 0.02) * (0.5 + len(common) / max(len(either), 1)) * (1 + log(1 + others))
        score *= 2 * (helped + z2 / 2) / (len(judged) + z2)
        score *= 1.2 if phase is not None and lesson.phase == phase else 1.0
        rank, came = ranks[lesson.id]
        shares = {node: part / rank for node, part in came.items() if rank and part / rank >= 0.05}
        found[lesson.id] = {
            "rank": rank,
            "plain": score,
            "via": {kind: {id_: share for (other, id_), share in shares.items() if other == kind} for kind in ("project", "topic")},
            "text_share": 1 - sum(came.values()) / rank if rank else 0.0,
            "text": similar or None,
            "topics": tuple(sorted(common)),
            "reuses": others,
            "projects": tuple(sorted(project for project in by_alike if project is not None)),
            "proof": (len(judged), helped) if judged else None,
            "same_phase": phase is not None and lesson.phase == phase,
        }
    best = max((facts["rank"] for facts in found.values()), default=0.0) or 1.0
    return {id_: {**facts, "score": max(facts["rank"] / best, 1e-6) ** 0.8 * facts["plain"] ** 0.2} for id_, facts in found.items()}


def ordered(scores: Mapping[str, float]) -> list[str]:
    """By score, highest first, ties by id; scores that differ by rounding are equal."""
    return sorted(scores, key=lambda id_: (-round(scores[id_], 12), id_))
