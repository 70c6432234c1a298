"""How knowledge flows, over GraphQL."""

import strawberry

from graph_service.api.network.money import Money
from graph_service.api.network.question import Answers, Group
from graph_service.network.flow import Cell, flow
from graph_service.network.flow import Flow as FlowAnswer


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
            cost_avoided=[Money.of(money) for money in cell.cost_avoided],
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


@strawberry.type
class FlowAnswers(Answers):
    """What `network` says about flow."""

    @strawberry.field(description="How knowledge flows: from the groups that learned to the groups that reused.")
    async def flow(self) -> Flow:
        """Computed by network/flow.py."""
        return Flow.of(await self.question.ask(flow))
