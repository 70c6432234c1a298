"""The node labels of the graph, each with the property that identifies its nodes and the words for one and many of them."""

from enum import StrEnum
from typing import LiteralString


class Label(StrEnum):
    """A node label, which equals its name in Cypher.

    key: the property that is unique among its nodes. singular, plural: what they are called in a sentence; plural is also the name of
    the import table that fills them.
    """

    _value_: LiteralString  # pyright: ignore[reportIncompatibleVariableOverride] - Cypher may be composed of it
    key: str
    singular: str
    plural: LiteralString

    def __new__(cls, name: LiteralString, singular: str, plural: LiteralString, key: str = "id") -> "Label":
        member = str.__new__(cls, name)
        member._value_ = name
        member.key, member.singular, member.plural = key, singular, plural
        return member

    DEPARTMENT = "Department", "department", "departments"
    PERSON = "Person", "person", "people"
    PROJECT = "Project", "project", "projects"
    TOPIC = "Topic", "topic", "topics"
    LESSON = "Lesson", "lesson", "lessons"
    REUSE = "Reuse", "reuse", "reuses"
    RUNDOWN = "Rundown", "rundown", "rundowns"
    CONVERSATION = "Conversation", "conversation", "conversations"
    TASK = "Task", "task", "tasks"
    ACTIVITY = "Activity", "activity", "activities", "seq"
    IMPORTED_CHANGE = "ImportedChange", "imported change", "imported changes", "key"
    SEQUENCE = "Sequence", "sequence", "sequences", "name"


ENTITIES: tuple[Label, ...] = tuple(label for label in Label if label.key == "id")
"""The labels of what the PMO works with. The others keep the log of changes."""
