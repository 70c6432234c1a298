"""The network between departments: who learns from whom, and who keeps to themselves."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial
from typing import Annotated, Any, TypeVar

import strawberry
from strawberry import ID

from graph_service.api.context import Info
from graph_service.api.department import Department
from graph_service.api.money import Decimal, write_amount
from graph_service.compiler.resolvers import read_reference
from graph_service.compiler.scalars import Date
from graph_service.network.columns import Columns
from graph_service.network.flow import Cell, flow
from graph_service.network.flow import Flow as FlowAnswer
from graph_service.network.groups import Group as GroupAnswer
from graph_service.network.groups import GroupKind
from graph_service.network.silos import Silo as SiloAnswer
from graph_service.network.silos import Verdict, silos
from graph_service.network.view import View

T = TypeVar("T")


def _describe(enum: type[Enum], description: str, values: dict[str, str]) -> None:
    """Makes an enumeration of the network a GraphQL one."""
    made: Any = strawberry.enum(enum, description=description)
    for value in made.__strawberry_definition__.values:
        value.description = values[value.name]


_describe(
    GroupKind,
    "What a group stands for.",
    {
        "DEPARTMENT": "One department, with all below it at the level asked for.",
        "SMALL_DEPARTMENTS": "Several departments that are too small to be shown alone.",
        "UNATTRIBUTED": "Lessons or reuses whose department is not known.",
    },
)
_describe(
    Verdict,
    "What the figures say about a group.",
    {
        "SILO": "It keeps to its own lessons well beyond chance.",
        "TYPICAL": "About as chance would have it, or not far from it.",
        "OPEN": "It reuses from others more than chance would have it.",
        "TOO_LITTLE_EVIDENCE": "Fewer than ten reuses: too few to tell.",
    },
)


@strawberry.input(description="A stretch of time. Either end may be left open.")
class Window:
    """A stretch of time."""

    from_: Date | None = strawberry.field(default=None, name="from", description="The first day.")
    to: Date | None = strawberry.field(default=None, description="The day after the last.")


@strawberry.type(description="One side of a figure: a department, or several that are too small to be shown alone, or nobody known.")
class Group:
    """One side of a figure."""

    id: ID = strawberry.field(description="The group's own id.")
    name: str = strawberry.field(description="What it is called.")
    kind: GroupKind = strawberry.field(description="What it stands for.")
    department_id: strawberry.Private[str | None]

    @strawberry.field(description="The department it is; for several small ones the department above them.")
    async def department(self, info: Info) -> Department | None:
        """Read with one statement for all groups of the same field."""
        return None if self.department_id is None else await read_reference(info, Department, self.department_id)

    @classmethod
    def of(cls, group: GroupAnswer) -> "Group":
        """As the schema shows it."""
        return cls(id=ID(group.id), name=group.name, kind=group.kind, department_id=group.department)


@strawberry.type(description="An amount of money in one currency. Amounts of different currencies are never added.")
class Money:
    """An amount of money in one currency."""

    currency: str = strawberry.field(description="The currency by its three letters (ISO 4217).")
    sum: Decimal = strawberry.field(description="The amount.")


@strawberry.type(description="What one group reused of what another had learned.")
class FlowCell:
    """What one group reused of what another had learned."""

    from_: Group = strawberry.field(name="from", description="Where the lessons were learned.")
    to: Group = strawberry.field(description="Where they were reused.")
    reuses: float = strawberry.field(
        description="How many reuses. A lesson learned by several departments counts for each with its share, so that nothing is counted twice."
    )
    hours_saved: float | None = strawberry.field(description="Hours these reuses saved, shared alike; absent where nobody stated any.")
    cost_avoided: list[Money] = strawberry.field(description="Cost these reuses avoided, shared alike, by currency.")
    events: int = strawberry.field(description="How many reuses stand behind this figure, each counted whole.")
    people: int = strawberry.field(description="How many different people made them.")

    @classmethod
    def of(cls, cell: Cell) -> "FlowCell":
        """As the schema shows it."""
        return cls(
            from_=Group.of(cell.giver),
            to=Group.of(cell.receiver),
            reuses=cell.reuses,
            hours_saved=cell.hours_saved,
            cost_avoided=[
                Money(currency=money.currency, sum=write_amount(round(money.minor_units), money.currency)) for money in cell.cost_avoided
            ],
            events=cell.events,
            people=cell.people,
        )


@strawberry.type(description="How knowledge flows: from the groups that learned to the groups that reused.")
class Flow:
    """How knowledge flows."""

    groups: list[Group] = strawberry.field(description="Every group that gave or received, by id.")
    cells: list[FlowCell] = strawberry.field(description="Every pair with a flow, by the giving and then the receiving group.")
    events: int = strawberry.field(description="How many reuses there are in all.")
    people: int = strawberry.field(description="How many different people made them.")

    @classmethod
    def of(cls, answer: FlowAnswer) -> "Flow":
        """As the schema shows it."""
        groups, cells = [Group.of(group) for group in answer.groups], [FlowCell.of(cell) for cell in answer.cells]
        return cls(groups=groups, cells=cells, events=answer.events, people=answer.people)


@strawberry.type(description="Whether a group keeps to its own lessons, held against what chance would give it.")
class Silo:
    """Whether a group keeps to its own lessons."""

    group: Group = strawberry.field(description="The group.")
    events: int = strawberry.field(description="How many reuses its people made of lessons that were not their own.")
    people: int = strawberry.field(description="How many different people made them.")
    without_topic: int = strawberry.field(description="How many more were left out because their lesson has no topic (onTopic only).")
    internal: float = strawberry.field(description="How many of these were of lessons from the group itself.")
    expected: float = strawberry.field(description="How many would have been, had each reuse drawn any lesson that was available that day.")
    excess: float | None = strawberry.field(
        description="How far it goes beyond chance: 0 is as chance would have it, 1 is nothing but its own, below 0 is more open than chance."
    )
    p: float | None = strawberry.field(description="How likely chance alone would give this much of its own, or more.")
    q: float | None = strawberry.field(description="The same, corrected for looking at many groups at once.")
    p_open: float | None = strawberry.field(description="How likely chance alone would give this little of its own, or less.")
    q_open: float | None = strawberry.field(description="The same, corrected for looking at many groups at once.")
    z: float | None = strawberry.field(description="Distance from chance in standard deviations; for display only.")
    e_index: float | None = strawberry.field(
        description="E-I index (Krackhardt and Stern): from -1, all its exchange is within, to 1, all of it is with others."
    )
    verdict: Verdict = strawberry.field(description="What this comes to.")

    @classmethod
    def of(cls, silo: SiloAnswer) -> "Silo":
        """As the schema shows it."""
        return cls(
            group=Group.of(silo.group),
            events=silo.events,
            people=silo.people,
            without_topic=silo.without_topic,
            internal=silo.internal,
            expected=silo.expected,
            excess=silo.excess,
            p=silo.p,
            q=silo.q,
            p_open=silo.p_open,
            q_open=silo.q_open,
            z=silo.z,
            e_index=silo.e_index,
            verdict=silo.verdict,
        )


@dataclass(frozen=True, slots=True)
class Question:
    """What all answers of one `network` field are computed from."""

    columns: Columns
    view: View

    async def ask(self, measure: Callable[[Columns, View], T]) -> T:
        """Measures in a thread, so that other requests go on meanwhile."""
        return await asyncio.to_thread(measure, self.columns, self.view)


@strawberry.type(description="The network between departments, as far as the arguments narrow it. All answers are of one moment.")
class Network:
    """The network between departments."""

    question: strawberry.Private[Question]

    @strawberry.field(description="The number of the last activity it includes.")
    def as_of(self) -> int:
        """Comes with the columns."""
        return self.question.columns.as_of

    @strawberry.field(description="How knowledge flows: from the groups that learned to the groups that reused.")
    async def flow(self) -> Flow:
        """Computed by network/flow.py."""
        return Flow.of(await self.question.ask(flow))

    @strawberry.field(description="Which groups keep to themselves, the most closed first.")
    async def silos(
        self,
        on_topic: Annotated[
            bool, strawberry.argument(description="Hold each reuse only against lessons that share a topic with the one reused.")
        ] = False,
    ) -> list[Silo]:
        """Computed by network/silos.py."""
        return [Silo.of(silo) for silo in (await self.question.ask(partial(silos, on_topic=on_topic))).silos]

    @strawberry.field(description="E-I index of the whole network: from -1, all reuse stays within its group, to 1, all of it is across.")
    async def e_index(self) -> float | None:
        """Computed by network/silos.py."""
        return (await self.question.ask(silos)).e_index


@strawberry.type
class NetworkQuery:
    """The root field of all answers about the network."""

    @strawberry.field(description="The network between departments: silos, and how knowledge flows.")
    async def network(
        self,
        info: Info,
        window: Annotated[Window | None, strawberry.argument(description="Only reuses of this time; all when left out.")] = None,
        level: Annotated[
            int | None,
            strawberry.argument(
                description="How deep to look into the department tree; 0 is its top. Every department itself when left out."
            ),
        ] = None,
        topic: Annotated[ID | None, strawberry.argument(description="Only lessons about this topic, or a narrower one.")] = None,
        chart: Annotated[
            Date | None, strawberry.argument(description="The day whose organisation chart is used; today when left out.")
        ] = None,
    ) -> Network:
        """Every answer below is a view of the same columns."""
        view = View(
            chart=date.fromisoformat(chart or info.context.today),
            start=_day(window.from_ if window else None),
            end=_day(window.to if window else None),
            level=level,
            topic=topic,
        )
        return Network(question=Question(await info.context.resources.snapshots.current(), view))


def _day(text: Date | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
