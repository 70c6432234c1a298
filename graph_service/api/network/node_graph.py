"""GraphQL types and field for Grafana's Node Graph panel. The panel determines the field names."""

from typing import Final

import strawberry
from strawberry import ID

from graph_service.analysis.measures.flow import Cell
from graph_service.analysis.measures.node_graph import GraphNode, node_graph
from graph_service.analysis.measures.silos import Verdict
from graph_service.api.network.question import Answers

SUBTITLES: Final = {
    Verdict.SILO: "keeps to itself",
    Verdict.TYPICAL: "as chance would have it",
    Verdict.OPEN: "open to others",
    Verdict.TOO_LITTLE_EVIDENCE: "too few reuses to tell",
    None: "department not known",
}


@strawberry.type(description="A group as a circle. The parts of its ring, arc__*, add up to 1.")
class NodeGraphNode:
    id: ID = strawberry.field(description="The group's id.")
    title: str = strawberry.field(description="What it is called.")
    subtitle: str = strawberry.field(description="Whether it keeps to itself, in a few words.")
    mainstat: float = strawberry.field(description="How many reuses its people made.")
    secondarystat: float = strawberry.field(description="How many reuses were made of its lessons.")
    arc_internal: float = strawberry.field(
        name="arc__internal", description="The share of the reuses its people made that were of its own lessons."
    )
    arc_across: float = strawberry.field(name="arc__across", description="The share that were of lessons from other groups.")
    arc_unattributed: float = strawberry.field(
        name="arc__unattributed", description="The share that were of lessons whose department is not known."
    )
    arc_nothing: float = strawberry.field(name="arc__nothing", description="1 where its people reused nothing.")
    detail_events: int = strawberry.field(name="detail__events", description="How many reuses its people made, each counted whole.")
    detail_people: int = strawberry.field(name="detail__people", description="How many different people made them.")

    @classmethod
    def of(cls, node: GraphNode) -> "NodeGraphNode":
        """Converts to the format of the panel."""
        return cls(
            id=ID(node.group.id),
            title=node.group.name,
            subtitle=SUBTITLES[node.verdict],
            mainstat=node.received,
            secondarystat=node.given,
            arc_internal=node.ring.internal,
            arc_across=node.ring.across,
            arc_unattributed=node.ring.unattributed,
            arc_nothing=node.ring.nothing,
            detail_events=node.events,
            detail_people=node.people,
        )


@strawberry.type(description="What one group reused of another's lessons, as an arrow.")
class NodeGraphEdge:
    id: ID = strawberry.field(description="The edge's own id.")
    source: ID = strawberry.field(description="The group whose lessons were reused.")
    target: ID = strawberry.field(description="The group that reused them.")
    mainstat: float = strawberry.field(description="How many reuses.")
    detail_events: int = strawberry.field(name="detail__events", description="How many reuses stand behind it, each counted whole.")
    detail_people: int = strawberry.field(name="detail__people", description="How many different people made them.")

    @classmethod
    def of(cls, cell: Cell) -> "NodeGraphEdge":
        """Converts to the format of the panel."""
        source, target = cell.giver.id, cell.receiver.id
        return cls(
            id=ID(f"{source} → {target}"),
            source=ID(source),
            target=ID(target),
            mainstat=cell.reuses,
            detail_events=cell.events,
            detail_people=cell.people,
        )


@strawberry.type(description="The network as Grafana's Node Graph panel reads it.")
class NodeGraph:
    nodes: list[NodeGraphNode] = strawberry.field(description="The groups that gave or received.")
    edges: list[NodeGraphEdge] = strawberry.field(description="What different groups gave each other.")


@strawberry.type
class NodeGraphAnswers(Answers):
    """Adds the field `nodeGraph` to `network`."""

    @strawberry.field(description="The network as Grafana's Node Graph panel reads it: groups as circles, reuses as arrows.")
    async def node_graph(self) -> NodeGraph:
        answer = await self.question.ask(node_graph)
        nodes, edges = [NodeGraphNode.of(node) for node in answer.nodes], [NodeGraphEdge.of(cell) for cell in answer.edges]
        return NodeGraph(nodes=nodes, edges=edges)
