"""The node types of another domain (bands, musicians and records), which shows that the compiler knows nothing of the PMO."""

from enum import Enum
from typing import LiteralString, NewType, Optional

import strawberry
from strawberry import ID

from graph_service.mapping.annotations import Many, edge, node, related, stored
from graph_service.mapping.node_types import FullTextIndex, HiddenWhen
from graph_service.mapping.read_rules import LimitedNodes, ReadRule
from graph_service.mapping.scalars import Date, DateTime

Price = NewType("Price", str)
# Records whose first copy has a time are read only by those who ever played in their band.
OWN_RECORDS_QUERY: LiteralString = "MATCH (:Musician {id: $viewer})-[:PLAYED_IN]->()<-[:MADE_BY]-(viewed:Record) RETURN DISTINCT viewed"
IS_OWN_RECORD: LiteralString = "EXISTS { (viewed)-[:MADE_BY]->()<-[:PLAYED_IN]-(:Musician {id: $viewer}) }"


@strawberry.enum
class Kind(Enum):
    """What a record is."""

    LIVE = "LIVE"
    STUDIO = "STUDIO"


@edge
class Played:
    """A time in a band."""

    instrument: str | None = None
    """What was played."""
    from_: Date | None = None
    """The first day."""
    to: Date | None = None
    """The day after the last."""


@node("Musician")
class Musician:
    """Someone who plays."""

    id: ID
    """The musician's own id."""
    name: str
    """As printed on the sleeve."""
    born: Date | None
    """Day of birth, where known."""
    times: Many["Band"] = related("PLAYED_IN", edge=Played, description="Every time in a band.")
    roles: Many["Band"] = related("PLAYED_IN", dated=True, edge=Played, description="What was played on a day, and where.")
    bands: Many["Band"] = related("PLAYED_IN", distinct=True, description="Every band, once.")
    band: Optional["Band"] = related("PLAYED_IN", dated=True, description="The band of the day.")


@node("Band")
class Band:
    """People who play together."""

    id: ID
    """The band's own id."""
    name: str
    """Its name."""
    founded: int | None
    """The year."""
    players: Many["Musician"] = related("PLAYED_IN", incoming=True, dated=True, distinct=True, description="Who plays on a day.")
    lineup: Many["Musician"] = related("PLAYED_IN", incoming=True, edge=Played, description="Who ever played what.")
    records: Many["Record"] = related("MADE_BY", incoming=True, description="What it recorded.")


@node(
    "Record",
    fulltext=FullTextIndex("music_record_text", ("title", "kind")),
    hidden_when=HiddenWhen("deletedOn", "includeDeleted"),
    read_rule=ReadRule(LimitedNodes("pressedAt", (), IS_OWN_RECORD, OWN_RECORDS_QUERY)),
)
class Record:
    """A piece of vinyl."""

    id: ID
    """The record's own id."""
    title: str
    """What is on the sleeve."""
    kind: Kind | None
    """Live or studio."""
    released: Date | None = stored(description="The day it came out.")
    pressed_at: DateTime | None
    """When the first copy was pressed."""
    rating: float | None
    """Out of ten."""
    gold: bool
    """Whether it sold that well."""
    deleted_on: Date | None
    """The day it was deleted from the catalogue, which then leaves it out."""
    price: Price | None = stored(unit="currency", description="With its currency.")
    band: Optional["Band"] = related("MADE_BY", description="Who made it.")
    house: Optional["House"] = related("OUT_ON", description="Who brought it out.")
    samples: Many["Record"] = related("SAMPLES", description="What can be heard on it.")
    sampled_by: Many["Record"] = related("SAMPLES", incoming=True, description="Where it can be heard.")


@node("House")
class House:
    """A record company."""

    id: ID
    """The house's own id."""
    name: str
    """Its name."""
    records: Many["Record"] = related("OUT_ON", incoming=True, description="What it brought out.")
    owners: list["House"] = related("OWNED_BY", dated=True, transitive=True, description="Who owns it, and who owns those.")
    owner: Optional["House"] = related("OWNED_BY", dated=True, description="Who owns it.")
