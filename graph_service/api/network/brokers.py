"""GraphQL types and field for knowledge brokers."""

from functools import partial
from typing import Annotated

import strawberry
from strawberry.dataloader import DataLoader

from graph_service.analysis.measures.brokers import MOST, brokers
from graph_service.analysis.measures.brokers import Broker as BrokerAnswer
from graph_service.analysis.measures.brokers import Carried as CarriedAnswer
from graph_service.analysis.people.betweenness import betweenness
from graph_service.analysis.people.brokerage import BrokerageRole
from graph_service.analysis.people.person_network import person_network
from graph_service.analysis.people.shared_work import SharedWork
from graph_service.api.context import Info
from graph_service.api.enums import define_enum
from graph_service.api.network.question import Answers, Group, Question
from graph_service.api.person import Person
from graph_service.compiler.resolvers import read_reference

define_enum(BrokerageRole, name="Role")


@strawberry.type(description="How much of what one group reused of another's lessons rests on one person.")
class Carried:
    from_: Group = strawberry.field(name="from", description="Where the lessons were learned.")
    to: Group = strawberry.field(description="Where they were reused.")
    share: float = strawberry.field(
        description="The share of these reuses that would be missing without the person, from 0 to 1: those the person made, and those of "
        "lessons that nobody else learned."
    )
    events: int = strawberry.field(description="How many reuses there are between the two in all, each counted whole.")
    people: int = strawberry.field(description="How many different people made them.")

    @classmethod
    def of(cls, carried: CarriedAnswer) -> "Carried":
        return cls(
            from_=Group.of(carried.giver),
            to=Group.of(carried.receiver),
            share=carried.share,
            events=carried.events,
            people=carried.people,
        )


@strawberry.type(
    description="Somebody knowledge passes through. It passes from A through the person to C when the person reused a lesson that A learned, "
    "and C reused a lesson that the person learned, while C never reused one that A learned. The roles count such pairs of A and C "
    "(Gould and Fernandez)."
)
class Broker:
    code: strawberry.Private[int]
    person_id: strawberry.Private[str]
    betweennesses: strawberry.Private[DataLoader[int, float]]
    group: Group = strawberry.field(description="Where the person belonged when the window ended, or last before it.")
    coordinator: int = strawberry.field(description="How often between two colleagues: all three belong to the same group.")
    itinerant: int = strawberry.field(description="How often between two people of the same group, to which the person does not belong.")
    gatekeeper: int = strawberry.field(description="How often from another group into the person's own.")
    representative: int = strawberry.field(description="How often from the person's own group out to another.")
    liaison: int = strawberry.field(description="How often between two other groups, the person belonging to a third.")
    constraint: float = strawberry.field(
        description="How far the person's contacts are the same few who know each other anyway (Burt). Low: the person brings together people "
        "who otherwise would not meet. Around 1 or above: everything goes through one or two."
    )
    carries: list[Carried] = strawberry.field(
        description="The exchange between groups that rests on the person, in full or in part, the largest share first."
    )
    events: int = strawberry.field(
        description="How many reuses the person takes part in: of other people's lessons, or by others of lessons the person learned."
    )
    people: int = strawberry.field(description="With how many others the person has such a tie.")

    @strawberry.field(description="The person.")
    async def person(self, info: Info) -> Person | None:
        """Batched: one statement for the whole list."""
        return await read_reference(info, Person, self.person_id)

    @strawberry.field(
        description="How often the person lies on the shortest way from one to another of all others, where several are as short with the "
        "share that leads over the person. In networks of thousands of people it takes a minute or more the first time."
    )
    async def betweenness(self) -> float:
        """Computed for the whole list at once."""
        return await self.betweennesses.load(self.code)

    @classmethod
    def of(cls, broker: BrokerAnswer, betweennesses: DataLoader[int, float]) -> "Broker":
        return cls(
            code=broker.code,
            person_id=broker.person,
            betweennesses=betweennesses,
            group=Group.of(broker.group),
            **{role.name.lower(): times for role, times in zip(BrokerageRole, broker.roles, strict=True)},
            constraint=broker.constraint,
            carries=[Carried.of(carried) for carried in broker.carries],
            events=broker.events,
            people=broker.people,
        )


@strawberry.type
class BrokerAnswers(Answers):
    """Adds the field `brokers` to `network`."""

    @strawberry.field(
        description="People who carry knowledge across, who do so most often first: in the role asked for, or in all but that of coordinator; "
        "equals by coordinator, then by id. Who may not be named counts but is not listed."
    )
    async def brokers(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description=f"How many at the most, up to {MOST:,}.")] = 20,
        role: Annotated[
            BrokerageRole | None, strawberry.argument(description="Only those who play this role, by how often they do.")
        ] = None,
    ) -> list[Broker]:
        found = await self.question.ask(partial(brokers, first=first, role=role))
        betweennesses = DataLoader(load_fn=partial(_betweennesses, self.question, info.context.resources.shared_work))
        return [Broker.of(broker, betweennesses) for broker in found]


async def _betweennesses(question: Question, shared_work: SharedWork, people: list[int]) -> list[float]:
    """Runs only if the field is selected."""
    found = await shared_work.compute(betweenness, await question.ask(person_network))
    return [float(found[code]) for code in people]
