"""Everything the report prints, asked once: the answers of network/, and the names of what they mention."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Final, TypeVar

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.lesson_texts import LessonTexts
from graph_service.analysis.measures.benefits import Benefits, benefits
from graph_service.analysis.measures.brokers import Broker, brokers
from graph_service.analysis.measures.departure import Change, without
from graph_service.analysis.measures.flow import Flow, flow
from graph_service.analysis.measures.introductions import Introduction, introductions
from graph_service.analysis.measures.missed_reuse import MissedReuse, missed_reuse
from graph_service.analysis.measures.most_reused import Reused, most_reused
from graph_service.analysis.measures.pairs_at_risk import PairAtRisk, pairs_at_risk
from graph_service.analysis.measures.participation import Participation, participation
from graph_service.analysis.measures.shelf import Shelf, shelf
from graph_service.analysis.measures.silos import Silos, silos
from graph_service.analysis.measures.story_balance import StoryBalance, story_balance
from graph_service.analysis.organisation.groups import GroupKind, partition
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.suggested_recurrences import suggest_recurrences
from graph_service.analysis.scope.periods import Every, Period, periods
from graph_service.graph import Graph
from graph_service.page_size import MAXIMUM_PAGE_SIZE
from graph_service.report.node_names import Told, read_lessons, read_people, read_projects, read_topics

T = TypeVar("T")

TREND_YEARS: Final = 3  # are shown at least, so that the window can be compared
LONGEST_BY_QUARTER: Final = 6  # years; more are shown year by year
LISTED: Final = 10  # lessons reused most
WAITING: Final = 6  # lessons on the shelf
BROKERS: Final = 8
RISKS: Final = 5  # exchanges that rest on one person
MEETINGS: Final = 6  # people who should meet


@dataclass(frozen=True, slots=True)
class Window:
    """The days [start, end)."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.end - self.start).days

    def before(self) -> "Window":
        """As many days before it, as far as the calendar goes."""
        return Window(date.fromordinal(max(self.start.toordinal() - self.days, 1)), self.start)


@dataclass(frozen=True, slots=True)
class Figures:
    """The answers for one window. `told`: the lessons they mention, by id; `people`, `projects`, `topics`: the names of these, by id.

    organisation: the department above all others, where there is one. lessons: how many there are in the whole graph. before: the flow
    of as many days before the window. trend: that of each quarter, or year, up to the end of the window. without: what is lost without
    the person on whom the first exchange at risk rests, where there is one who may be named.
    """

    window: Window
    today: date
    as_of: int
    organisation: str | None
    lessons: int
    flow: Flow
    before: Flow
    every: Every
    trend: tuple[tuple[Period, Flow], ...]
    silos: Silos
    most_reused: tuple[Reused, ...]
    shelf: Shelf
    benefits: Benefits
    stories: StoryBalance
    participation: Participation
    missed: tuple[MissedReuse, ...]
    brokers: tuple[Broker, ...]
    at_risk: tuple[PairAtRisk, ...]
    without: Change | None
    introductions: tuple[Introduction, ...]
    told: Mapping[str, Told]
    people: Mapping[str, str]
    projects: Mapping[str, str]
    topics: Mapping[str, str]

    def person(self, id_: str) -> str:
        """What somebody is called; their id where they have gone meanwhile."""
        return self.people.get(id_, id_)

    def title(self, lesson: str) -> str:
        """What a lesson is called; its id where it has gone meanwhile."""
        return self.told[lesson].title if lesson in self.told else lesson

    def project(self, lesson: str) -> str:
        """What its project is called; nothing where that isn't known."""
        return (self.told[lesson].project or "") if lesson in self.told else ""


async def gather(graph: Graph, columns: Columns, window: Window, *, today: date, progress: Callable[[str], None]) -> Figures:
    """Asks every question. `progress` hears what is being asked."""
    view = View(chart=today, start=window.start, end=window.end)

    async def ask(what: str, measure: Callable[[Columns, View], T], seen: View = view) -> T:
        progress(what)
        return await asyncio.to_thread(measure, columns, seen)

    progress("problems that came back")
    missed = missed_reuse(columns, view, await suggest_recurrences(LessonTexts(graph), columns, view), first=MAXIMUM_PAGE_SIZE)
    trend_view, every = _trend(view, window)
    most = await ask("lessons reused most", partial(most_reused, first=LISTED))
    shelved = await ask("lessons on the shelf", partial(shelf, today=today, first=WAITING))
    brokering = await ask("brokers", partial(brokers, first=BROKERS))
    at_risk = (await ask("exchanges at risk", pairs_at_risk))[:RISKS]
    carrier = at_risk[0].person if at_risk else None
    meetings = await ask("people who should meet", partial(introductions, first=MEETINGS))
    mentioned = {
        *(one.lesson for one in most),
        *(one.lesson for one in shelved.lessons),
        *(id_ for one in missed for id_ in (one.earlier, one.later)),
        *(id_ for one in meetings for id_ in one.lessons),
    }
    named = {
        *(one.person for one in brokering),
        *(one.person for one in at_risk if one.person is not None),
        *(id_ for one in meetings for id_ in (one.who_gives, one.who_receives)),
    }
    return Figures(
        window=window,
        today=today,
        as_of=columns.as_of,
        organisation=_organisation(columns, view),
        lessons=len(columns.lessons.ids),
        flow=await ask("flow", flow),
        before=await ask("flow before", flow, replace(view, start=window.before().start, end=window.start)),
        every=every,
        trend=tuple([(each, await ask("trend", flow, each.of(view))) for each in periods(columns, trend_view, every)]),
        silos=await ask("silos", silos),
        most_reused=most,
        shelf=shelved,
        benefits=await ask("benefits", benefits),
        stories=await ask("stories", story_balance),
        participation=await ask("participation", participation),
        missed=missed,
        brokers=brokering,
        at_risk=at_risk,
        without=None if carrier is None else await ask("what rests on one person", partial(without, person=carrier)),
        introductions=meetings,
        told=await read_lessons(graph, mentioned),
        people=await read_people(graph, named),
        projects=await read_projects(graph, {one.project for one in meetings}),
        topics=await read_topics(graph, {id_ for one in meetings for id_ in one.topics}),
    )


def _trend(view: View, window: Window) -> tuple[View, Every]:
    """From the beginning of a quarter, or year, so long before that there are TREND_YEARS; every period whole but the last."""
    last = window.end - timedelta(days=1)
    first = min(window.start, last.replace(year=max(last.year - TREND_YEARS, 1), day=1))
    if last.year - first.year > LONGEST_BY_QUARTER:
        return replace(view, start=date(first.year, 1, 1)), Every.YEAR
    return replace(view, start=date(first.year, (first.month - 1) // 3 * 3 + 1, 1)), Every.QUARTER


def _organisation(columns: Columns, view: View) -> str | None:
    roots = [group.name for group in partition(columns.departments, replace(view, level=0)).groups if group.kind is GroupKind.DEPARTMENT]
    return roots[0] if len(roots) == 1 else None
