"""GraphQL type and fields for silos."""

from functools import partial
from typing import Annotated

import strawberry

from graph_service.analysis.measures.silos import Silo as SiloAnswer
from graph_service.analysis.measures.silos import Verdict, silos
from graph_service.api.network.question import Answers, Group, describe

describe(
    Verdict,
    "What the figures say about a group.",
    {
        "SILO": "It keeps to its own lessons well beyond chance.",
        "TYPICAL": "About as chance would have it, or not far from it.",
        "OPEN": "It reuses from others more than chance would have it.",
        "TOO_LITTLE_EVIDENCE": "Fewer than ten reuses: too few to tell.",
    },
)


@strawberry.type(description="Whether a group keeps to its own lessons, held against what chance would give it.")
class Silo:
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


@strawberry.type
class SiloAnswers(Answers):
    """Adds the fields `silos` and `eIndex` to `network`."""

    @strawberry.field(description="Which groups keep to themselves, the most closed first.")
    async def silos(
        self,
        on_topic: Annotated[
            bool, strawberry.argument(description="Hold each reuse only against lessons that share a topic with the one reused.")
        ] = False,
    ) -> list[Silo]:
        return [Silo.of(silo) for silo in (await self.question.ask(partial(silos, on_topic=on_topic))).silos]

    @strawberry.field(description="E-I index of the whole network: from -1, all reuse stays within its group, to 1, all of it is across.")
    async def e_index(self) -> float | None:
        """The value comes from the silos measure."""
        return (await self.question.ask(partial(silos, on_topic=False))).e_index
