"""The root field `readiness`: whether a project has what the gate of a phase requires."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

import strawberry
from strawberry import ID

from graph_service.analysis.facts.node_ids import ConversationId, LessonId, ProjectId, RundownId
from graph_service.api.context import Info
from graph_service.api.network.result_types import graphql_type
from graph_service.api.nodes.enums import GateCheck, Phase
from graph_service.domain.rundowns.readiness import MAX_EVIDENCE, CheckAnswer, read_readiness

COST_IN_ROWS: Final = 5_000


@dataclass(frozen=True, slots=True)
class ReadinessCheck:
    """One check of a gate."""

    check: GateCheck
    """What is checked."""
    passed: bool
    """Whether the project has what it needs."""
    have: int
    """How many the project has."""
    need: int
    """How many it needs at least."""
    reason: str
    """What was counted, and what was not and why, in a sentence or two."""
    rundowns: tuple[RundownId, ...]
    """The rundowns that count, the earliest first."""
    conversations: tuple[ConversationId, ...]
    """The conversations that count, the earliest first: one with each person."""
    lessons: tuple[LessonId, ...]
    """The lessons that count, the earliest first, without those that the caller may not read."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a project has what the gate of a phase requires. It is computed each time and never stored."""

    project: ProjectId
    """The project."""
    phase: Phase
    """The phase of the gate."""
    passed: bool
    """Whether it passes every check; true if the organisation has no gate for this phase."""
    checks: tuple[ReadinessCheck, ...]
    """The checks of the gate, as the organisation has set them; empty if it has no gate for this phase."""


@strawberry.type
class ReadinessQuery:
    """The root field `readiness`."""

    @strawberry.field(
        graphql_type=graphql_type(Readiness),
        description="Whether a project has what it needs before the next phase: each check of the gate with its evidence, of which at most "
        f"{MAX_EVIDENCE} nodes are listed. The organisation sets the gates (GRAPH_SERVICE_GATES_FILE). NOT_FOUND for an unknown project.",
    )
    async def readiness(
        self,
        info: Info,
        project: Annotated[ID, strawberry.argument(description="The ID of the project.")],
        phase: Annotated[Phase, strawberry.argument(description="The phase of the gate.")],
    ) -> Any:
        info.context.charge(COST_IN_ROWS, "readiness")
        answers = await read_readiness(info.context.graph, info.context.resources.gates, project, phase)
        checks = tuple(_check(answer) for answer in answers)
        return Readiness(ProjectId(project), phase, all(check.passed for check in checks), checks)


def _check(answer: CheckAnswer) -> ReadinessCheck:
    return ReadinessCheck(
        check=answer.check,
        passed=answer.passed,
        have=answer.have,
        need=answer.need,
        reason=answer.reason,
        rundowns=tuple(map(RundownId, answer.rundowns)),
        conversations=tuple(map(ConversationId, answer.conversations)),
        lessons=tuple(map(LessonId, answer.lessons)),
    )
