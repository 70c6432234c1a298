"""GraphQL types and field for knowledge flow between groups."""

from typing import Annotated

import strawberry
from strawberry import ID

from graph_service.analysis.measures.flow import Cell, flow
from graph_service.analysis.measures.flow import Flow as FlowAnswer
from graph_service.api.money import Money
from graph_service.api.network.question import Answers, Group


@strawberry.type(description="What one group reused of what another had learned.")
class FlowCell:
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
    answer: strawberry.Private[FlowAnswer]

    @strawberry.field(description="Every group that gave or received, by id.")
    def groups(self) -> list[Group]:
        """Groups are departments, combined small departments, and UNATTRIBUTED."""
        return [Group.of(group) for group in self.answer.groups]

    @strawberry.field(description="Every pair with a flow, by the giving and then the receiving group.")
    def cells(
        self,
        group: Annotated[
            ID | None, strawberry.argument(description="Only pairs in which this group gave or received, by its own id.")
        ] = None,
    ) -> list[FlowCell]:
        """Empty if the group is in no cell or does not exist."""
        return [FlowCell.of(cell) for cell in self.answer.cells if group is None or group in (cell.giver.id, cell.receiver.id)]

    @strawberry.field(description="How many reuses there are in all.")
    def events(self) -> int:
        """Each event is counted whole."""
        return self.answer.events

    @strawberry.field(description="How many different people made them.")
    def people(self) -> int:
        """Only known people."""
        return self.answer.people

    @strawberry.field(description="How many of the reuses stayed within a group; those whose giver or receiver is not known are left out.")
    def within(self) -> float:
        """In reuses."""
        return self.answer.within

    @strawberry.field(
        description="How many of the reuses went from one group to another; those whose giver or receiver is not known are left out."
    )
    def across(self) -> float:
        """In reuses."""
        return self.answer.across


@strawberry.type
class FlowAnswers(Answers):
    """Adds the field `flow` to `network`."""

    @strawberry.field(description="How knowledge flows: from the groups that learned to the groups that reused.")
    async def flow(self) -> Flow:
        return Flow(answer=await self.question.ask(flow))
