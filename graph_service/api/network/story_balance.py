"""GraphQL types and field for the balance of lessons between what went well and what went wrong."""

import strawberry

from graph_service.analysis.measures.story_balance import StoryBalance as StoryBalanceAnswer
from graph_service.analysis.measures.story_balance import story_balance
from graph_service.api.network.question import Answers, Group, facts


@strawberry.type
class Story:
    lessons: float = strawberry.field(
        description="How many lessons were published. One learned by several departments counts for each with its share."
    )
    went_well: float | None = strawberry.field(
        description="The share of them that say what went well, from 0 to 1; absent without lessons."
    )
    went_wrong: float | None = strawberry.field(description="The share that say what went wrong.")
    both: float | None = strawberry.field(description="The share that say both; it is part of the two before.")
    neither: float | None = strawberry.field(description="The share that say neither.")
    people: int = strawberry.field(description="How many different people learned them.")


@strawberry.type(description="What the lessons of one group tell.")
class GroupStory(Story):
    group: Group = strawberry.field(description="The group.")


@strawberry.type(description="Whether the lessons published in the window say what went well, what went wrong, or both.")
class StoryBalance(Story):
    groups: list[GroupStory] = strawberry.field(description="The same for every group that published, by id.")

    @classmethod
    def of(cls, answer: StoryBalanceAnswer) -> "StoryBalance":
        groups = [GroupStory(group=Group.of(group), **facts(story)) for group, story in answer.groups]
        return cls(**facts(answer.whole), groups=groups)


@strawberry.type
class StoryBalanceAnswers(Answers):
    """Adds the field `storyBalance` to `network`."""

    @strawberry.field(description="Whether the lessons published in the window say what went well, what went wrong, or both.")
    async def story_balance(self) -> StoryBalance:
        return StoryBalance.of(await self.question.ask(story_balance))
