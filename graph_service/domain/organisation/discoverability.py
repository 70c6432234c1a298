"""What callers read in place of the ID and the name of a person who is not discoverable."""

from collections.abc import Collection
from typing import LiteralString

from graph_service.graph import WriteTransaction

# A person who is hidden keeps the ID that stands for them until they are discoverable again.
SET_SHOWN_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (person:Person {id: id})
USING INDEX SEEK person:Person(id)
SET person.shownId = CASE
    WHEN person.discoverable THEN person.id
    WHEN coalesce(person.shownId, person.id) = person.id THEN 'colleague-' + randomUUID()
    ELSE person.shownId
  END,
  person.shownName = CASE WHEN person.discoverable THEN person.name ELSE 'a colleague' END
"""


async def set_shown(tx: WriteTransaction, people: Collection[str]) -> None:
    """Sets shownId and shownName of these people after their name or `discoverable` was written. Unknown ids are ignored."""
    if people:
        await tx.run(SET_SHOWN_QUERY, {"ids": list(people)})
