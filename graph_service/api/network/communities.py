"""GraphQL types and field for communities in the person network."""

import asyncio
from functools import partial
from typing import Annotated, Final

import strawberry

from graph_service.analysis.measures.communities import Communities as CommunitiesAnswer
from graph_service.analysis.measures.communities import Community as CommunityAnswer
from graph_service.analysis.measures.communities import communities
from graph_service.analysis.people.leiden import find_communities
from graph_service.analysis.people.person_network import person_network
from graph_service.api.context import Info
from graph_service.api.network.question import Answers, Group
from graph_service.api.person import Person
from graph_service.compiler.resolvers import read_reference
from graph_service.errors import InvalidInput

MOST: Final = 1_000  # maximum number of members listed per community


@strawberry.type(description="How many people of one group belong to a community.")
class CommunityPart:
    group: Group = strawberry.field(description="The group.")
    people: int = strawberry.field(description="How many of its people.")


@strawberry.type(description="People who reuse each other's lessons more than those of the rest.")
class Community:
    member_ids: strawberry.Private[tuple[str, ...]]
    people: int = strawberry.field(description="How many people belong to it.")
    groups: list[CommunityPart] = strawberry.field(description="From which groups they come, most people first.")

    @strawberry.field(description="Its people, those with the most contacts first; who may not be named is left out.")
    async def members(
        self, info: Info, first: Annotated[int, strawberry.argument(description=f"How many at the most, up to {MOST:,}.")] = 10
    ) -> list[Person]:
        """Batched: one statement for all communities."""
        if not 0 <= first <= MOST:
            raise InvalidInput(f"first is {first}; it must lie between 0 and {MOST:,}.", field="first")
        found = await asyncio.gather(*(read_reference(info, Person, id_) for id_ in self.member_ids[:first]))
        return [person for person in found if person is not None]

    @classmethod
    def of(cls, community: CommunityAnswer) -> "Community":
        groups = [CommunityPart(group=Group.of(group), people=people) for group, people in community.groups]
        return cls(member_ids=community.members, people=community.people, groups=groups)


@strawberry.type(description="The circles that people form by reusing each other's lessons, held against the organisation chart.")
class Communities:
    communities: list[Community] = strawberry.field(description="The one with the most people first.")
    modularity: float | None = strawberry.field(
        description="How clearly the circles are set apart: 0 is no more than chance, from about 0.3 on they are clear. Absent without reuses."
    )
    agreement: float | None = strawberry.field(
        description="How far circles and groups are the same (adjusted Rand index): 1 entirely, so that people learn within the lines of the "
        "chart; about 0 no more than by chance. Absent where nobody's department is known."
    )
    people: int = strawberry.field(description="How many people reused a lesson of somebody else, or had theirs reused.")
    events: int = strawberry.field(description="How many such reuses there are.")

    @classmethod
    def of(cls, answer: CommunitiesAnswer) -> "Communities":
        return cls(
            communities=[Community.of(community) for community in answer.communities],
            modularity=answer.modularity,
            agreement=answer.agreement,
            people=answer.people,
            events=answer.events,
        )


@strawberry.type
class CommunityAnswers(Answers):
    """Adds the field `communities` to `network`."""

    @strawberry.field(description="Who learns from whom, in circles: do people learn along the organisation chart or across it?")
    async def communities(self, info: Info) -> Communities:
        """Clusters the person network with people/leiden.py; analysis/measures/communities.py describes the result."""
        network = await self.question.ask(person_network)
        clustering = await info.context.resources.shared_work.compute(find_communities, network)
        return Communities.of(await self.question.ask(partial(communities, clustering=clustering)))
