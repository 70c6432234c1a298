"""Experts: people who learned relevant lessons, ranked above all by the reuse of these lessons by others; then people of relevant projects.

Evaluation: the task is to predict, on seven days from 2019 to 2023, whose lesson on a topic another department reuses next, on Kubernetes
and on Ethereum's improvement proposals; tests/benchmarks/README.md has the figures. A lesson is divided among its learners, because one
with many learners says little about each; its reuses are not, because where a few lessons gather most reuses, dividing them ranks worse
than counting. These data contain no outcomes, so the points of outcomes are a judgement.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import Flags, Floats, Indices, day_number
from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.facts.node_ids import DepartmentId, LessonId, PersonId, ProjectId, ReuseId, TopicId
from graph_service.analysis.measures.declaration import First, page
from graph_service.analysis.organisation.groups import Group, partition_departments
from graph_service.analysis.organisation.transfers import Shares, count_at, roll_up_shares
from graph_service.analysis.organisation.view import View, as_of
from graph_service.analysis.people.acquaintance import PathStep, shortest_paths
from graph_service.analysis.people.person_network import groups_below, groups_of_people
from graph_service.analysis.relevance.expertise import Expertise, lesson_relevance, score_expertise
from graph_service.analysis.relevance.project_experience import ProjectExperience, no_experience, project_experience
from graph_service.analysis.relevance.ranking import highest
from graph_service.analysis.relevance.relevance import TextScores
from graph_service.analysis.relevance.strength import Strength, rate_strength
from graph_service.page_size import check_page_size

EVIDENCE: Final = 100  # maximum number of lessons, of reuses and of groups that are listed per expert


@dataclass(frozen=True, slots=True)
class ExpertLesson:
    """A lesson that counts towards the score of an expert."""

    lesson: LessonId
    """The lesson."""
    relevance: float
    """How relevant the lesson is to the query, from 0 to 1; the same for every expert."""
    learners: int
    """The number of people who learned it together. It counts in equal parts for each of them."""
    score: float
    """What the lesson adds to the person's score, including its reuses."""


@dataclass(frozen=True, slots=True)
class ExpertReuse:
    """A reuse, by others, of a lesson that counts towards the score of an expert."""

    reuse: ReuseId
    """The reuse."""
    score: float
    """What the reuse adds to the person's score. 0 if it was judged to have had no effect or to have backfired."""


@dataclass(frozen=True, slots=True)
class ExpertGain:
    """A group that gained from reusing an expert's lessons."""

    group: Group
    """The group."""
    events: int
    """The number of these reuses that the group made, without those judged to have had no effect or to have backfired."""
    people: int
    """The number of different people who made them."""


@dataclass(frozen=True, slots=True)
class Expert:
    """A person to ask, with the evidence: the lessons they learned, and the reuses of these lessons by others; or the projects they worked
    on."""

    person: PersonId
    """The expert."""
    score: float
    """The score that ranks experts; comparable only within one response. A lesson that was learned today and exactly on the subject counts 3
    points, in equal parts for the people who learned it. A reuse of the lesson by another department counts 2 points for each of them, any
    other reuse by others half a point. Points halve every two years and are multiplied by the relevance of the lesson. 0 for people who only
    worked on projects about the subject."""
    strength: Strength
    """How strong the evidence is."""
    lessons: Annotated[tuple[ExpertLesson, ...], page(5, EVIDENCE)]
    """The lessons behind the score, those that count most first."""
    lesson_count: int
    """The number of all lessons behind the score."""
    reuses: Annotated[tuple[ExpertReuse, ...], page(5, EVIDENCE)]
    """The reuses behind the score, by people who had not learned the lesson themselves; those that count most first."""
    reuse_count: int
    """The number of all these reuses."""
    gained: Annotated[tuple[ExpertGain, ...], page(5, EVIDENCE)]
    """The groups that made these reuses, those with the most reuses first."""
    gained_count: int
    """The number of all these groups."""
    projects: Annotated[tuple[ProjectId, ...], page(5, EVIDENCE)]
    """Only for people without lessons on the subject: the projects on the topic, or on the topics of the project, that they worked on. Such
    people come after all others, those with the most projects first."""
    project_count: int
    """The number of all these projects."""
    path: tuple[PathStep, ...] | None
    """The shortest path from the person who asks to the expert: each person on it worked on a project with the next one, or one of the two reused a
    lesson of the other. Only active people who may be named. Absent if the person who asks is not given or there is no path."""


def experts(
    columns: Columns,
    today: date,
    words_of_topicless_project: TextScores | None = None,
    *,
    topic: Annotated[TopicId | None, "Lessons on this topic; a broader or narrower topic counts half."] = None,
    text: Annotated[TextScores | None, "Lessons with these words, as in `search`; the better a lesson matches, the more it counts."] = None,
    project: Annotated[
        ProjectId | None, "Lessons on the topics of this project; if it has none, with the words of its name and summary."
    ] = None,
    away_from: Annotated[
        DepartmentId | None,
        "Leaves out the people of this department, of the departments below it today, and of the small departments that are reported "
        "together with any of these.",
    ] = None,
    asker: Annotated[PersonId | None, "The ID of the person who asks. Each expert comes with the path from this person."] = None,
    first: First = 10,
) -> tuple[Expert, ...]:
    """Lists people to ask: those who learned lessons on a subject, the best first. Give a topic, a text or a project; if you give several,
    lessons must fit all of them. After them, unless a text is given, come people without such lessons who worked on projects on the topic or
    on the topics of the project. Only active people who may be named.

    Ranks the learners of relevant lessons available today by score, ties by id. words_of_topicless_project: what a search for the words of
    the project returns, if it has no topics; used unless a text is given. The asker is not listed.

    score = sum over their lessons of relevance x (3 x fresh(lesson) / learners + sum over its reuses by others of points x fresh(reuse)).
    relevance: for a topic 1, for a broader or narrower one 0.5; for a project the maximum over its topics; for text score / best score;
    with several criteria the product. points: 2 for a reuse across groups (see across_groups), 0.5 for any other, 0 if it was judged to
    have had no effect or to have backfired (never negative, so that honest reports are not penalised). fresh = 0.5^(age / 2 years).

    Raises InvalidInput without topic, text and project or if `first` is outside 0 to 1,000, NotFound for an id that does not exist.
    """
    check_page_size(first)
    view = as_of(today)
    if text is None and words_of_topicless_project is not None:
        project, text = None, words_of_topicless_project
    known = score_expertise(columns, lesson_relevance(columns, view, topic=topic, project=project, text=text), view)
    experience = project_experience(columns, view, topic=topic, project=project) if text is None else no_experience(columns)
    score, named = known.person_scores(columns), columns.people.active & columns.people.discoverable
    start = None if asker is None else known_code(columns.people.ids, asker, noun="person", field="asker")
    best = _best(columns, score, experience, _eligible(columns, away_from, named, start, view), first)
    paths = None if start is None else shortest_paths(columns, start, named, view, np.array(best, np.intp))
    evidence = _evidence(columns, known, experience, best, view)
    return tuple(_expert(columns, evidence, person, float(score[person]), paths.to(person) if paths else None) for person in best)


@dataclass(frozen=True, slots=True, eq=False)
class _Evidence:
    """Inputs for the evidence of the listed people: the reuses of their lessons, the groups, and the shares of the groups in each reuse."""

    known: Expertise
    experience: ProjectExperience
    today: int
    events: Indices
    groups: Sequence[Group]
    reused_in: Shares


def _evidence(columns: Columns, known: Expertise, experience: ProjectExperience, people: list[int], view: View) -> _Evidence:
    partition, theirs = partition_departments(columns.departments, view), np.zeros(len(known.lesson_scores), np.bool_)
    for person in people:
        theirs[columns.own.transitions.row(person)] = True
    return _Evidence(
        known=known,
        experience=experience,
        today=day_number(view.chart),
        events=known.events[theirs[columns.events.lesson[known.events]]],
        groups=partition.groups,
        reused_in=roll_up_shares(columns.reused_in, partition),
    )


def _best(columns: Columns, score: Floats, experience: ProjectExperience, eligible: Flags, first: int) -> list[int]:
    """The eligible people with a score, highest first, then those with experience only."""
    others = experience.person_scores(len(score)) * (score == 0)
    best = highest(score, columns.people.ids, np.flatnonzero((score > 0) & eligible), first)
    return best + highest(others, columns.people.ids, np.flatnonzero((others > 0) & eligible), first - len(best))


def _eligible(columns: Columns, away_from: str | None, named: Flags, asker: int | None, view: View) -> Flags:
    eligible = named.copy()
    if asker is not None:
        eligible[asker] = False
    if away_from is not None:
        department = known_code(columns.departments.ids, away_from, noun="department", field="awayFrom")
        partition, away = groups_below(columns, view, np.arange(len(columns.departments.ids)) == department)
        eligible &= ~away[groups_of_people(columns, view, partition)]
    return eligible


def _expert(columns: Columns, evidence: _Evidence, person: int, score: float, path: tuple[PathStep, ...] | None) -> Expert:
    known, lessons = evidence.known, _lessons_of(columns, evidence.known, person)
    learned = np.zeros(len(known.lesson_scores), np.bool_)
    learned[lessons] = True
    reuses = evidence.events[learned[columns.events.lesson[evidence.events]]]
    gained = tuple(_gained(columns, evidence, reuses[known.reuse_scores[reuses] > 0]))
    projects = np.empty(0, np.intp) if len(lessons) else evidence.experience.projects_of(person)
    return Expert(
        person=PersonId(columns.people.ids[person]),
        score=score,
        strength=rate_strength(columns, known, lessons, reuses, evidence.today),
        lessons=tuple(_lesson(columns, known, code) for code in highest(known.lesson_scores, columns.lessons.ids, lessons, EVIDENCE)),
        lesson_count=len(lessons),
        reuses=tuple(
            ExpertReuse(ReuseId(columns.events.ids[code]), float(known.reuse_scores[code]))
            for code in highest(known.reuse_scores, columns.events.ids, reuses, EVIDENCE)
        ),
        reuse_count=len(reuses),
        gained=gained,
        gained_count=len(gained),
        projects=tuple(
            ProjectId(columns.projects.ids[code])
            for code in highest(evidence.experience.relevance, columns.projects.ids, projects, EVIDENCE)
        ),
        project_count=len(projects),
        path=path,
    )


def _lessons_of(columns: Columns, known: Expertise, person: int) -> Indices:
    """The relevant lessons a person learned."""
    lesson = np.unique(columns.own.transitions.row(person))
    return lesson[known.lesson_scores[lesson] > 0]


def _lesson(columns: Columns, known: Expertise, lesson: int) -> ExpertLesson:
    learners = int(columns.lessons.learners.counts[lesson])
    return ExpertLesson(LessonId(columns.lessons.ids[lesson]), float(known.relevance[lesson]), learners, float(known.lesson_scores[lesson]))


def _gained(columns: Columns, evidence: _Evidence, events: Indices) -> Iterator[ExpertGain]:
    """By number of events, most first, ties by group ID."""
    counts, people = count_at(evidence.reused_in, events, columns.events.person[events], len(evidence.groups))
    for at in sorted(np.flatnonzero(counts).tolist(), key=lambda at: (-counts[at], evidence.groups[at].id)):
        yield ExpertGain(evidence.groups[at], int(counts[at]), int(people[at]))
