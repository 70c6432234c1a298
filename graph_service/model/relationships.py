"""The relationship types of the graph. Every relationship of a type goes from nodes of one label to nodes of one label."""

from dataclasses import dataclass

from graph_service.model.labels import Label


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """A relationship type as in (start)-[:name {properties}]->(end).

    derived: the service computes these relationships from memberships on a day; an import states them only where no person is known.
    """

    name: str
    start: Label
    end: Label
    properties: tuple[str, ...] = ()
    derived: bool = False

    @property
    def dated(self) -> bool:
        """Whether it holds for a half-open period [from, to): from the day `from` up to, not including, the day `to`."""
        return {"from", "to"} <= set(self.properties)


RELATIONSHIP_TYPES: tuple[RelationshipType, ...] = (
    RelationshipType("PART_OF", Label.DEPARTMENT, Label.DEPARTMENT, ("from", "to")),
    RelationshipType("BROADER", Label.TOPIC, Label.TOPIC),
    RelationshipType("MEMBER_OF", Label.PERSON, Label.DEPARTMENT, ("from", "to")),
    RelationshipType("WORKED_ON", Label.PERSON, Label.PROJECT, ("role", "from", "to")),
    RelationshipType("OWNS", Label.DEPARTMENT, Label.PROJECT, ("from", "to")),
    RelationshipType("LEARNED_BY", Label.LESSON, Label.PERSON),
    RelationshipType("LEARNED_ON", Label.LESSON, Label.PROJECT),
    RelationshipType("LEARNED_IN", Label.LESSON, Label.DEPARTMENT, derived=True),
    RelationshipType("ABOUT", Label.LESSON, Label.TOPIC),
    RelationshipType("CONCERNS", Label.PROJECT, Label.TOPIC),
    RelationshipType("BUILDS_ON", Label.LESSON, Label.LESSON),
    RelationshipType("SUPERSEDES", Label.LESSON, Label.LESSON),
    RelationshipType("RECURRENCE_OF", Label.LESSON, Label.LESSON),
    RelationshipType("NOT_RECURRENCE_OF", Label.LESSON, Label.LESSON),
    RelationshipType("REUSE_OF", Label.REUSE, Label.LESSON),
    RelationshipType("REUSED_BY", Label.REUSE, Label.PERSON),
    RelationshipType("REUSED_ON", Label.REUSE, Label.PROJECT),
    RelationshipType("REUSED_IN", Label.REUSE, Label.DEPARTMENT, derived=True),
    RelationshipType("JUDGED_BY", Label.REUSE, Label.PERSON),
    RelationshipType("CONFIRMED_BY", Label.REUSE, Label.PERSON),
    RelationshipType("FOR", Label.RUNDOWN, Label.PROJECT),
    RelationshipType("CONSIDERED", Label.RUNDOWN, Label.LESSON, ("decision", "reason", "decidedAt")),
)
