"""Collects everything the report prints: the measures of the window, and the names of the nodes they mention."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Final, TypeVar

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.lesson_texts import LessonTexts
from graph_service.analysis.facts.arrays import enum_code
from graph_service.analysis.measures.benefits import Benefits, benefits
from graph_service.analysis.measures.brokers import Broker, brokers
from graph_service.analysis.measures.departure import DepartureEffect, without
from graph_service.analysis.measures.flow import Flow, flow
from graph_service.analysis.measures.introductions import Introduction, introductions
from graph_service.analysis.measures.missed_reuse import MissedReuse, missed_reuse
from graph_service.analysis.measures.most_reused import MostReused, most_reused
from graph_service.analysis.measures.pairs_at_risk import PairAtRisk, pairs_at_risk
from graph_service.analysis.measures.participation.capture import Capture, capture
from graph_service.analysis.measures.participation.conversations import ConversationsAcross, conversations
from graph_service.analysis.measures.participation.participation import Participation, participation
from graph_service.analysis.measures.participation.rundown_use import RundownUse, rundown_use
from graph_service.analysis.measures.shelf import Shelf, ShelvedLesson, shelf
from graph_service.analysis.measures.silos import Silos, silos
from graph_service.analysis.measures.story_balance import StoryBalance, story_balance
from graph_service.analysis.organisation.groups import GroupKind, partition_departments
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.suggested_recurrences import suggest_recurrences
from graph_service.analysis.scope.masks import events_in, lessons_in
from graph_service.analysis.scope.periods import Every, Period, periods
from graph_service.graph import Graph
from graph_service.model.enums import ReuseScope
from graph_service.page_size import MAXIMUM_PAGE_SIZE
from graph_service.report.node_names import Names, read_names

T = TypeVar("T")

TREND_YEARS: Final = 3  # the shortest trend, so that the window can be compared with earlier years
MAX_YEARS_BY_QUARTER: Final = 6  # longer trends are shown by year
MAX_MOST_REUSED: Final = 10  # lessons
MAX_WAITING: Final = 6  # lessons on the shelf
MAX_BROKERS: Final = 8
MAX_PAIRS_AT_RISK: Final = 5
MAX_INTRODUCTIONS: Final = 6
BY_OTHERS: Final = partial(flow, only_by_others=True)
MIN_GAP: Final = 1  # expected reuses; fewer are not worth a meeting


@dataclass(frozen=True, slots=True)
class Window:
    """The days [start, end)."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """The length of the window."""
        return (self.end - self.start).days

    def before(self) -> "Window":
        """The window of equal length before this one; shorter where the calendar begins."""
        return Window(date.fromordinal(max(self.start.toordinal() - self.days, 1)), self.start)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Reuses that no flow counts: of people's own lessons, and without a known department. The savings of the latter count."""

    own: int
    unattributed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The measures for one window, and the names of the nodes they mention.

    as_of: the last activity that is counted. organisation: the name of the only root department; None if there are several. lesson_count:
    the number of lessons in the graph. Every flow is of reuses by others; left_out: the reuses of the window that it leaves out. before: the
    flow of the window of equal length before this one. trend: the flow of each quarter, or year, up to the end of the window. departure:
    what would be lost without the person on whom the first pair at risk depends; None when there is no pair, or the person may not be named.
    """

    window: Window
    today: date
    as_of: int
    organisation: str | None
    lesson_count: int
    left_out: LeftOut
    flow: Flow
    before: Flow
    every: Every
    trend: tuple[tuple[Period, Flow], ...]
    silos: Silos
    most_reused: tuple[MostReused, ...]
    shelf: Shelf
    benefits: Benefits
    story_balance: StoryBalance
    participation: Participation
    capture: Capture
    rundown_use: RundownUse
    conversations: ConversationsAcross
    missed_reuse: tuple[MissedReuse, ...]
    brokers: tuple[Broker, ...]
    pairs_at_risk: tuple[PairAtRisk, ...]
    departure: DepartureEffect | None
    introductions: tuple[Introduction, ...]
    names: Names

    def person(self, id_: str) -> str:
        """The person's name; the id if the person was deleted meanwhile."""
        return self.names.people.get(id_, id_)

    def title(self, lesson: str) -> str:
        """The lesson's title; the id if the lesson was deleted meanwhile."""
        return self.names.lessons[lesson].title if lesson in self.names.lessons else lesson

    def project(self, lesson: str) -> str:
        """The name of the lesson's project; empty if it is unknown."""
        return (self.names.lessons[lesson].project or "") if lesson in self.names.lessons else ""


async def collect_figures(graph: Graph, columns: Columns, window: Window, *, today: date, progress: Callable[[str], None]) -> Figures:
    """Computes all measures. `progress` is called with the name of each measure before it is computed."""
    view = View(chart=today, start=window.start, end=window.end)

    async def compute(name: str, measure: Callable[[Columns, View], T], of_view: View = view) -> T:
        progress(name)
        return await asyncio.to_thread(measure, columns, of_view)

    progress("repeated problems")
    missed = missed_reuse(columns, view, await suggest_recurrences(LessonTexts(graph), columns, view), first=MAXIMUM_PAGE_SIZE)
    trend_view, every = _trend_view(view, window)
    most = await compute("most reused lessons", partial(most_reused, first=MAX_MOST_REUSED))
    waiting = await compute("lessons on the shelf", partial(shelf, today=today, first=MAX_WAITING))
    top_brokers = await compute("brokers", partial(brokers, first=MAX_BROKERS))
    at_risk = (await compute("exchanges that depend on one person", pairs_at_risk))[:MAX_PAIRS_AT_RISK]
    candidates = await compute("introductions", partial(introductions, first=MAX_INTRODUCTIONS))
    suggested = tuple(row for row in candidates if row.gap >= MIN_GAP)
    return Figures(
        window=window,
        today=today,
        as_of=columns.as_of,
        organisation=_organisation_name(columns, view),
        lesson_count=len(columns.lessons.ids),
        left_out=_count_left_out(columns, view),
        flow=await compute("flow", BY_OTHERS),
        before=await compute("flow in the period before", BY_OTHERS, replace(view, start=window.before().start, end=window.start)),
        every=every,
        trend=tuple([(period, await compute("trend", BY_OTHERS, period.of(view))) for period in periods(columns, trend_view, every)]),
        silos=await compute("silos", silos),
        most_reused=most,
        shelf=waiting,
        benefits=await compute("benefits", benefits),
        story_balance=await compute("story balance", story_balance),
        **await _compute_participation(compute, today),
        missed_reuse=missed,
        brokers=top_brokers,
        pairs_at_risk=at_risk,
        departure=await compute("the departure of a broker", partial(without, person=at_risk[0].person)) if at_risk else None,
        introductions=suggested,
        names=await _read_mentioned(graph, [*most, *waiting.lessons], missed, [*top_brokers, *at_risk], suggested),
    )


async def _compute_participation(compute: Callable[..., Awaitable[Any]], today: date) -> dict[str, Any]:
    """Who took part, what was recorded of what was learned, and what rundowns and conversations made of it: attributes of Figures."""
    measures: dict[str, Callable[..., Any]] = {"capture": capture, "rundown_use": rundown_use, "conversations": conversations}
    dated = {name: partial(measure, today=today) for name, measure in measures.items()}
    return {name: await compute(name.replace("_", " "), measure) for name, measure in {"participation": participation, **dated}.items()}


async def _read_mentioned(
    graph: Graph,
    lessons: Iterable[MostReused | ShelvedLesson],
    missed: Iterable[MissedReuse],
    people: Iterable[Broker | PairAtRisk],
    suggested: Iterable[Introduction],
) -> Names:
    """The names of all nodes that these rows mention."""
    return await read_names(
        graph,
        lessons={
            *(row.lesson for row in lessons),
            *(id_ for row in missed for id_ in (row.earlier, row.later)),
            *(id_ for row in suggested for id_ in row.lessons),
        },
        people={
            *(row.person for row in people if row.person is not None),
            *(id_ for row in suggested for id_ in (row.giver, row.receiver)),
        },
        projects={row.project for row in suggested},
        topics={id_ for row in suggested for id_ in row.topics},
    )


def _count_left_out(columns: Columns, view: View) -> LeftOut:
    scope = columns.events.scope[events_in(columns, view, lessons_in(columns, view))]
    own, unattributed = (int((scope == enum_code(each)).sum()) for each in (ReuseScope.OWN, ReuseScope.UNATTRIBUTED))
    return LeftOut(own, unattributed)


def _trend_view(view: View, window: Window) -> tuple[View, Every]:
    """At least TREND_YEARS, from the beginning of a quarter or year, so that every period except the last is complete."""
    last = window.end - timedelta(days=1)
    first = min(window.start, last.replace(year=max(last.year - TREND_YEARS, 1), day=1))
    if last.year - first.year > MAX_YEARS_BY_QUARTER:
        return replace(view, start=date(first.year, 1, 1)), Every.YEAR
    return replace(view, start=date(first.year, (first.month - 1) // 3 * 3 + 1, 1)), Every.QUARTER


def _organisation_name(columns: Columns, view: View) -> str | None:
    roots = [
        group.name
        for group in partition_departments(columns.departments, replace(view, level=0)).groups
        if group.kind is GroupKind.DEPARTMENT
    ]
    return roots[0] if len(roots) == 1 else None
