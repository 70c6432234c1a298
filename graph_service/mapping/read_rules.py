"""Read rules: which nodes of a type, and which of their properties, a caller may read. The compiler adds them to every statement.

The rules of the PMO are in `api/read_rules.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, LiteralString


class Clearance(IntEnum):
    """What a caller may read. Each clearance includes the ones before it."""

    GUEST = 1
    """A caller without a person in the graph."""
    MEMBER = 2
    """A caller who is a person in the graph."""
    CURATOR = 3
    ADMINISTRATOR = 4


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads. person: the ID of the caller's person; None if the caller has no person in the graph."""

    clearance: Clearance
    person: str | None = None

    @property
    def plan_key(self) -> tuple[Clearance, bool]:
        """Equal for two viewers whose requests compile to the same statements."""
        return self.clearance, self.person is not None


UNRESTRICTED: Final = Viewer(Clearance.ADMINISTRATOR)
"""Reads everything: administrators, and the service itself."""


@dataclass(frozen=True, slots=True)
class LimitedNodes:
    """Limits who may read the nodes that have the property `property_name`, which must be indexed. Others neither see nor count these nodes.

    curator_values: those of the property with which curators may read a node. is_own: the condition that the person with the ID $viewer may read
    the node `viewed` today ($today). own: a query that returns these nodes as `viewed`; it may return others that everybody reads.
    """

    property_name: LiteralString
    curator_values: tuple[LiteralString, ...]
    is_own: LiteralString
    own: LiteralString


@dataclass(frozen=True, slots=True)
class PersonalProperties:
    """Properties that name a person. Curators may read all of them.

    Others read, in place of a property of `masked`, another property, which has the same value unless the person must not be named. The
    properties `private` are null for guests, and for everybody if the person must not be named. nameable: the property that is true if the
    person may be named. is_known: the condition that the person with the ID $viewer may see the person `viewed` named all the same.
    """

    masked: Mapping[str, LiteralString]
    private: frozenset[str]
    nameable: LiteralString
    is_known: LiteralString


@dataclass(frozen=True, slots=True)
class ReadRule:
    """The read rule of a node type; by default everybody reads everything."""

    limited: LimitedNodes | None = None
    personal: PersonalProperties | None = None
