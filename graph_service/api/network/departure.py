"""GraphQL types and field for the effect of a departure."""

from functools import partial
from typing import Annotated

import strawberry
from strawberry import ID

from graph_service.analysis.measures.departure import Change as ChangeAnswer
from graph_service.analysis.measures.departure import PairLoss as PairLossAnswer
from graph_service.analysis.measures.departure import without
from graph_service.api.network.question import Answers, Group, facts


@strawberry.type(description="What two groups would lose of the exchange between them in one direction.")
class PairLoss:
    from_: Group = strawberry.field(name="from", description="Where the lessons were learned.")
    to: Group = strawberry.field(description="Where they were reused.")
    flow: float = strawberry.field(description="How many reuses there are, a lesson of several departments counting with its share.")
    flow_lost: float = strawberry.field(description="How many of these would be missing.")
    events: int = strawberry.field(description="How many reuses there are, each counted whole.")
    events_lost: int = strawberry.field(description="How many of these would be missing.")
    people: int = strawberry.field(description="How many different people made them, missing or not.")

    @classmethod
    def of(cls, loss: PairLossAnswer) -> "PairLoss":
        return cls(
            from_=Group.of(loss.giver),
            to=Group.of(loss.receiver),
            flow=loss.flow,
            flow_lost=loss.flow_lost,
            events=loss.events,
            events_lost=loss.events_lost,
            people=loss.people,
        )


@strawberry.type(description="How far people are connected by who reused whose lessons.")
class Connected:
    people: int = strawberry.field(description="How many people have a tie to somebody.")
    components: int = strawberry.field(description="How many parts they form that have no tie between them; 1 is one whole.")


@strawberry.type(description="What would be missing had somebody never been there. Reuses of one's own lessons are left out.")
class Change:
    groups: list[Group] = strawberry.field(
        description="What was taken away with a department: it, all below it, and small departments that are only shown together with these."
    )
    events: int = strawberry.field(description="How many reuses there are in all.")
    events_lost: int = strawberry.field(
        description="How many of them would be missing: those they made, and those of lessons that nobody else learned."
    )
    people: int = strawberry.field(description="How many different people made the missing ones.")
    flow: float = strawberry.field(description="How many of all reuses went from one group to another, by their shares.")
    flow_lost: float = strawberry.field(description="How many of these would be missing.")
    pairs_lost: list[PairLoss] = strawberry.field(description="Groups between which nothing would be left, the greatest loss first.")
    pairs_weakened: list[PairLoss] = strawberry.field(description="Groups between which something would be left, the greatest loss first.")
    before: Connected = strawberry.field(description="How people are connected with everybody there.")
    after: Connected = strawberry.field(description="How those who stay would be connected.")

    @classmethod
    def of(cls, change: ChangeAnswer) -> "Change":
        return cls(
            groups=[Group.of(group) for group in change.groups],
            events=change.events,
            events_lost=change.events_lost,
            people=change.people,
            flow=change.flow,
            flow_lost=change.flow_lost,
            pairs_lost=[PairLoss.of(loss) for loss in change.pairs_lost],
            pairs_weakened=[PairLoss.of(loss) for loss in change.pairs_weakened],
            before=Connected(**facts(change.before)),
            after=Connected(**facts(change.after)),
        )


@strawberry.type
class DepartureAnswers(Answers):
    """Adds the field `without` to `network`."""

    @strawberry.field(
        description="What breaks if a person or a department leaves: give one of the two. A department leaves with all below it and everybody "
        "who belonged there when the window ended, or last before it."
    )
    async def without(
        self,
        person: Annotated[ID | None, strawberry.argument(description="The person's id.")] = None,
        department: Annotated[ID | None, strawberry.argument(description="The department's id.")] = None,
    ) -> Change:
        return Change.of(await self.question.ask(partial(without, person=person, department=department)))
