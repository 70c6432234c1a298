"""The root field `rundownOffers`: the lessons on which a project should decide in a rundown."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

import strawberry
from strawberry import ID

from graph_service.analysis.facts.node_ids import LessonId, PersonId, RundownId
from graph_service.analysis.measures.lessons_for import LessonSuggestion, SuggestionReasons
from graph_service.api.context import Context, Info
from graph_service.api.network.result_types import graphql_type
from graph_service.api.nodes.enums import Phase
from graph_service.api.nodes.lessons import Lesson
from graph_service.api.rundowns.fitting_lessons import suggest_lessons
from graph_service.compiler.execution.resolvers import readable_ids
from graph_service.domain.rundowns.offers import RecordedDecision, postponed, read_decisions
from graph_service.mapping.scalars import Date
from graph_service.page_size import check_page_size, or_default

DEFAULT_FIRST: Final = 10
MAX_FIRST: Final = 100
COST_IN_ROWS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Postponement:
    """The decision LATER of an earlier rundown."""

    rundown: RundownId
    """The rundown in which it was decided."""
    phase: Phase
    """The phase of that rundown."""
    held_on: Date
    """The day of that rundown."""
    reason: str | None
    """The reason for the decision."""
    person: PersonId | None
    """The person who decided, if known."""


@dataclass(frozen=True, slots=True)
class LessonOffer:
    """A lesson on which a project should decide in a rundown."""

    lesson: LessonId
    """The lesson."""
    reason: str
    """Why it is offered, in one line."""
    postponed: Postponement | None
    """The decision by which it was postponed to this rundown; absent if the project has not decided on it before."""
    reasons: SuggestionReasons | None
    """Why it fits the project, in parts; absent for a postponed lesson."""


@strawberry.type
class RundownOfferQuery:
    """The root field `rundownOffers`."""

    @strawberry.field(
        graphql_type=graphql_type(tuple[LessonOffer, ...]),
        description="The lessons that a rundown of this phase offers a project for a decision: first those that it postponed in earlier phases "
        "(LATER), then those of `lessonsFor`. A lesson that the project has decided to apply, or not to, is not offered again. Record each "
        "decision with `decideLesson`. NOT_FOUND for an unknown project.",
    )
    async def rundown_offers(
        self,
        info: Info,
        project: Annotated[ID, strawberry.argument(description="The ID of the project.")],
        phase: Annotated[Phase, strawberry.argument(description="The phase of the rundown.")],
        first: Annotated[
            int | None,
            strawberry.argument(description=f"The maximum number of lessons besides the postponed ones, up to {MAX_FIRST}."),
        ] = DEFAULT_FIRST,
    ) -> Any:
        size = check_page_size(or_default(first, DEFAULT_FIRST), maximum=MAX_FIRST)
        info.context.charge(COST_IN_ROWS, "rundownOffers")
        decisions = await read_decisions(info.context.graph, project)
        again = await _readable(info.context, postponed(decisions, phase))
        suggestions = await suggest_lessons(info.context, project, phase, size, {each.lesson for each in decisions})
        return [*map(_postponed_offer, again), *map(_offer, suggestions)]


async def _readable(context: Context, decisions: list[RecordedDecision]) -> list[RecordedDecision]:
    readable = await readable_ids(context, Lesson, [each.lesson for each in decisions])
    return [each for each in decisions if each.lesson in readable]


def _postponed_offer(each: RecordedDecision) -> LessonOffer:
    person = None if each.person is None else PersonId(each.person)
    made = Postponement(RundownId(each.rundown), each.phase, Date(each.held_on), each.reason, person)
    why = f": {each.reason}" if each.reason else "."
    return LessonOffer(LessonId(each.lesson), f"Postponed in the rundown of {each.held_on}{why}", made, None)


def _offer(suggestion: LessonSuggestion) -> LessonOffer:
    return LessonOffer(suggestion.lesson, _reason(suggestion.reasons), None, suggestion.reasons)


def _reason(reasons: SuggestionReasons) -> str:
    """The parts of a suggestion as one line."""
    parts = [
        f"shares {_count(len(reasons.topics), 'topic')} with the project" if reasons.topics else "",
        "has words in common with the project" if reasons.text is not None else "",
        f"connected through {_count(len(reasons.via_projects), 'project')}" if reasons.via_projects else "",
        f"reused {_times(reasons.reuses)} by others" if reasons.reuses else "",
        _helped(reasons.proof.helped, reasons.proof.judged) if reasons.proof else "",
        "useful in this phase" if reasons.same_phase else "",
    ]
    text = ", ".join(part for part in parts if part) or "connected with the project through other lessons"
    return f"{text[0].upper()}{text[1:]}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _helped(helped: int, judged: int) -> str:
    if judged == 1:
        return "helped the one time it was rated" if helped else "did not help the one time it was rated"
    which = f"{helped} of the {judged}" if helped < judged else "both" if judged == 2 else f"all {judged}"
    return f"helped {which} times it was rated"
