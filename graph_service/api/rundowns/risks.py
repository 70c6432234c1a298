"""The root field `riskList`: the risks of a project, from the lessons that fit it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

import strawberry
from strawberry import ID

from graph_service.analysis.facts.node_ids import LessonId
from graph_service.api.context import Context, Info
from graph_service.api.network.result_types import graphql_type
from graph_service.api.nodes.enums import Decision
from graph_service.api.nodes.lessons import Lesson
from graph_service.api.rundowns.fitting_lessons import suggest_lessons
from graph_service.compiler.execution.resolvers import readable_ids
from graph_service.domain.rundowns.offers import RecordedDecision, read_decisions
from graph_service.domain.rundowns.risks import MAX_RISKS, Risk, read_risks
from graph_service.page_size import check_page_size, or_default

DEFAULT_FIRST: Final = 50
COST_IN_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class ProjectRisk:
    """A risk of a project, as a lesson tells it. Each column is one text of the lesson."""

    lesson: LessonId
    """The lesson."""
    cause: str | None
    """The cause of the risk: what happened on the project that learned the lesson (its `context`)."""
    event: str
    """What may happen: the title of the lesson."""
    effect: str | None
    """The effect: what went wrong there (`wentWrong`)."""
    response: str | None
    """What others did, or advise to do: the recommendation of the lesson."""
    reuses: int
    """The number of times the lesson was reused."""
    helped: int
    """How many of these helped."""
    backfired: int
    """How many of these made things worse."""
    decision: Decision | None
    """What the project decided about the lesson in a rundown; absent if it has not decided."""


@strawberry.type
class RiskListQuery:
    """The root field `riskList`."""

    @strawberry.field(
        graphql_type=graphql_type(tuple[ProjectRisk, ...]),
        description="The risks of a project, from the lessons that fit it: first those of lessons that it decided to apply, then those it "
        "postponed, then those of `lessonsFor`. Lessons that it decided are not applicable, and lessons that say only what went well, are left "
        "out. NOT_FOUND for an unknown project.",
    )
    async def risk_list(
        self,
        info: Info,
        project: Annotated[ID, strawberry.argument(description="The ID of the project.")],
        first: Annotated[int | None, strawberry.argument(description=f"The maximum number of risks, up to {MAX_RISKS}.")] = DEFAULT_FIRST,
    ) -> Any:
        size = check_page_size(or_default(first, DEFAULT_FIRST), maximum=MAX_RISKS)
        info.context.charge(COST_IN_ROWS, "riskList")
        return (await list_risks(info.context, project))[:size]


async def list_risks(context: Context, project: str) -> list[ProjectRisk]:
    """The risks that the caller may read, at most MAX_RISKS of undecided lessons."""
    decisions = {each.lesson: each for each in sorted(await read_decisions(context.graph, project), key=_is_final)}
    chosen = [each.lesson for decision in (Decision.APPLY, Decision.LATER) for each in decisions.values() if each.decision is decision]
    readable = await readable_ids(context, Lesson, chosen)
    suggested = await suggest_lessons(context, project, None, MAX_RISKS, decisions.keys())
    lessons = [*(lesson for lesson in chosen if lesson in readable), *(each.lesson for each in suggested)]
    return [_project_risk(risk, decisions) for risk in await read_risks(context.graph, lessons)]


def _is_final(decided: RecordedDecision) -> bool:
    return decided.decision is not Decision.LATER


def _project_risk(risk: Risk, decisions: Mapping[str, RecordedDecision]) -> ProjectRisk:
    decided = decisions.get(risk.lesson)
    return ProjectRisk(
        lesson=LessonId(risk.lesson),
        cause=risk.cause,
        event=risk.event,
        effect=risk.effect,
        response=risk.response,
        reuses=risk.reuses,
        helped=risk.helped,
        backfired=risk.backfired,
        decision=decided and decided.decision,
    )
