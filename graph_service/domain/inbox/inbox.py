"""Everything that waits for a person, by kind."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Final

from graph_service.domain.inbox.lessons import read_drafts, read_returned, read_reviews_to_do
from graph_service.domain.inbox.reuses import read_reuses_to_confirm, read_reuses_to_judge
from graph_service.domain.inbox.rundowns import read_due_gates, read_postponed
from graph_service.domain.inbox.tasks import read_tasks
from graph_service.domain.inbox.waiting_item import InboxOwner, WaitingItem
from graph_service.domain.rundowns.gates import Gates
from graph_service.graph import Graph
from graph_service.model.enums import InboxKind

READERS: Final[Mapping[InboxKind, Callable[[Graph, InboxOwner], Awaitable[list[WaitingItem]]]]] = {
    InboxKind.DRAFT: read_drafts,
    InboxKind.RETURNED: read_returned,
    InboxKind.REVIEW: read_reviews_to_do,
    InboxKind.JUDGE: read_reuses_to_judge,
    InboxKind.CONFIRM: read_reuses_to_confirm,
    InboxKind.POSTPONED: read_postponed,
    InboxKind.TASK: read_tasks,
}


async def read_inbox(graph: Graph, owner: InboxOwner, gates: Gates, kinds: Collection[InboxKind]) -> list[WaitingItem]:
    """What waits for a person of these kinds: at most MAX_ITEMS_PER_KIND items of each, the oldest first within each.

    Without REPEAT: which lessons resemble one another is computed from the columns of the network (see choose_repeats).
    """
    if owner.person is None:
        kinds = set(kinds) & {InboxKind.REVIEW} if owner.curates else ()
    reads = [read(graph, owner) for kind, read in READERS.items() if kind in kinds]
    if InboxKind.GATE in kinds:
        reads.append(read_due_gates(graph, owner, gates))
    return [item for items in await asyncio.gather(*reads) for item in items]
