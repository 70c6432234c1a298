"""GraphQL types and field for savings from reuse."""

from functools import partial
from typing import Annotated

import strawberry

from graph_service.analysis.measures.benefits import Benefit as BenefitAnswer
from graph_service.analysis.measures.benefits import BenefitRow as BenefitRowAnswer
from graph_service.analysis.measures.benefits import BenefitsBy, benefits
from graph_service.analysis.measures.benefits import Saving as SavingAnswer
from graph_service.analysis.scope.periods import Every
from graph_service.api.money import Money
from graph_service.api.network.period import Days
from graph_service.api.network.question import Answers, Group, describe

describe(
    BenefitsBy,
    "What a row of figures stands for.",
    {"GROUP": "A department, or several small ones together.", "PERIOD": "A stretch of time."},
)


@strawberry.type(description="Hours and cost that reuses saved.")
class Saving:
    hours_saved: float | None = strawberry.field(description="Hours saved; absent where nobody stated any.")
    cost_avoided: list[Money] = strawberry.field(description="Cost avoided, by currency.")
    events: int = strawberry.field(description="How many reuses with stated hours or cost stand behind it, each counted whole.")
    people: int = strawberry.field(description="How many different people made them.")

    @classmethod
    def of(cls, saving: SavingAnswer) -> "Saving":
        costs = [Money.of(money) for money in saving.cost]
        return cls(hours_saved=saving.hours, cost_avoided=costs, events=saving.events, people=saving.people)


@strawberry.type(description="What was saved: as reported, and as far as somebody else confirmed it.")
class Benefit:
    reported: Saving = strawberry.field(description="Everything that was reported, confirmed or not.")
    confirmed: Saving = strawberry.field(description="The part of it that somebody other than the reporter confirmed.")

    @classmethod
    def of(cls, benefit: BenefitAnswer) -> "Benefit":
        return cls(reported=Saving.of(benefit.reported), confirmed=Saving.of(benefit.confirmed))


@strawberry.type(description="What one group gave and received, or what one period brought.")
class BenefitRow:
    group: Group | None = strawberry.field(description="The group; absent where rows stand for periods alone.")
    window: Days | None = strawberry.field(description="The days; absent where rows stand for groups alone.")
    given: Benefit = strawberry.field(description="What others and the group itself saved by reusing its lessons.")
    received: Benefit = strawberry.field(description="What the group saved by reusing lessons. Without a group it is the same as given.")

    @classmethod
    def of(cls, row: BenefitRowAnswer) -> "BenefitRow":
        group, window = row.group and Group.of(row.group), row.period and Days.of(row.period)
        return cls(group=group, window=window, given=Benefit.of(row.given), received=Benefit.of(row.received))


@strawberry.type(description="What reuse saved. Over all groups, what was given and what was received both add up to the total.")
class Benefits:
    total: Benefit = strawberry.field(description="Everything together.")
    rows: list[BenefitRow] = strawberry.field(description="By group, then period. A group in which nothing was saved has no row.")


@strawberry.type
class BenefitAnswers(Answers):
    """Adds the field `benefits` to `network`."""

    @strawberry.field(description="Hours and cost saved, reported and confirmed, given and received.")
    async def benefits(
        self,
        by: Annotated[list[BenefitsBy] | None, strawberry.argument(description="A row per group, per period, or for both.")] = None,
        every: Annotated[Every, strawberry.argument(description="How long a period is.")] = Every.QUARTER,
    ) -> Benefits:
        wanted = frozenset([BenefitsBy.GROUP] if by is None else by)
        answer = await self.question.ask(partial(benefits, by=wanted, every=every))
        return Benefits(total=Benefit.of(answer.total), rows=[BenefitRow.of(row) for row in answer.rows])
