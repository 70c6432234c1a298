"""The relationship types of the graph. Every relationship of a type goes from nodes of one label to nodes of one label."""

from enum import StrEnum
from typing import LiteralString

from graph_service.model.labels import Label

PERIOD = ("from", "to")


class RelationshipType(StrEnum):
    """A relationship type, which equals its name in Cypher, as in (start)-[:NAME {properties}]->(end).

    derived: the service computes these relationships from memberships on a day; an import states them only where no person is known.
    """

    _value_: LiteralString  # pyright: ignore[reportIncompatibleVariableOverride] - Cypher may be composed of it
    start: Label
    end: Label
    properties: tuple[str, ...]
    derived: bool

    def __new__(
        cls, name: LiteralString, start: Label, end: Label, properties: tuple[str, ...] = (), derived: bool = False
    ) -> "RelationshipType":
        member = str.__new__(cls, name)
        member._value_ = name
        member.start, member.end = start, end
        member.properties, member.derived = properties, derived
        return member

    @property
    def dated(self) -> bool:
        """Whether it holds for a half-open period [from, to): from the day `from` up to, not including, the day `to`."""
        return set(PERIOD) <= set(self.properties)

    PART_OF = "PART_OF", Label.DEPARTMENT, Label.DEPARTMENT, PERIOD
    BROADER = "BROADER", Label.TOPIC, Label.TOPIC
    STEWARDED_BY = "STEWARDED_BY", Label.TOPIC, Label.PERSON, PERIOD
    MEMBER_OF = "MEMBER_OF", Label.PERSON, Label.DEPARTMENT, PERIOD
    HEADS = "HEADS", Label.PERSON, Label.DEPARTMENT
    WORKED_ON = "WORKED_ON", Label.PERSON, Label.PROJECT, ("role", *PERIOD)
    OWNS = "OWNS", Label.DEPARTMENT, Label.PROJECT, PERIOD
    LEARNED_BY = "LEARNED_BY", Label.LESSON, Label.PERSON
    LEARNED_ON = "LEARNED_ON", Label.LESSON, Label.PROJECT
    LEARNED_IN = "LEARNED_IN", Label.LESSON, Label.DEPARTMENT, (), True
    RECORDED_BY = "RECORDED_BY", Label.LESSON, Label.PERSON
    REVIEWED_BY = "REVIEWED_BY", Label.LESSON, Label.PERSON, ("at", "decision", "note")
    RESTRICTED_TO_PERSON = "RESTRICTED_TO_PERSON", Label.LESSON, Label.PERSON
    RESTRICTED_TO_DEPARTMENT = "RESTRICTED_TO_DEPARTMENT", Label.LESSON, Label.DEPARTMENT
    ABOUT = "ABOUT", Label.LESSON, Label.TOPIC
    CONCERNS = "CONCERNS", Label.PROJECT, Label.TOPIC
    BUILDS_ON = "BUILDS_ON", Label.LESSON, Label.LESSON
    SUPERSEDES = "SUPERSEDES", Label.LESSON, Label.LESSON
    RECURRENCE_OF = "RECURRENCE_OF", Label.LESSON, Label.LESSON
    NOT_RECURRENCE_OF = "NOT_RECURRENCE_OF", Label.LESSON, Label.LESSON
    REUSE_OF = "REUSE_OF", Label.REUSE, Label.LESSON
    REUSED_BY = "REUSED_BY", Label.REUSE, Label.PERSON
    REUSED_ON = "REUSED_ON", Label.REUSE, Label.PROJECT
    REUSED_IN = "REUSED_IN", Label.REUSE, Label.DEPARTMENT, (), True
    JUDGED_BY = "JUDGED_BY", Label.REUSE, Label.PERSON
    CONFIRMED_BY = "CONFIRMED_BY", Label.REUSE, Label.PERSON
    FOR = "FOR", Label.RUNDOWN, Label.PROJECT
    CONSIDERED = "CONSIDERED", Label.RUNDOWN, Label.LESSON, ("decision", "reason", "decidedAt", "decidedBy")
    DECIDED_IN = "DECIDED_IN", Label.REUSE, Label.RUNDOWN
    HELD_FOR = "HELD_FOR", Label.CONVERSATION, Label.PROJECT
    HELD_WITH = "HELD_WITH", Label.CONVERSATION, Label.PERSON
    HELD_BY = "HELD_BY", Label.CONVERSATION, Label.PERSON
    ASKED_OF = "ASKED_OF", Label.TASK, Label.PERSON
    ASKED_BY = "ASKED_BY", Label.TASK, Label.PERSON
