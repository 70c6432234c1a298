"""The mutation `undo`, which changes nodes of any type, and the removal of what was kept for it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, cast

import strawberry
from strawberry.types.field import StrawberryField

from graph_service.api.activity import Activity
from graph_service.api.context import Context
from graph_service.api.inputs import IDEMPOTENCY_KEY_DESCRIPTION, docstring_line
from graph_service.compiler.execution.node_lookup import NodeTypes, read_nodes
from graph_service.compiler.selection import Info
from graph_service.domain.activity import UNDO_ACTION
from graph_service.domain.commands import LEAST_ROLES
from graph_service.domain.log_reading import read_entry
from graph_service.domain.undo.command import Undo, undo
from graph_service.domain.undo.footprint import remove_expired_footprints
from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from graph_service.mapping.node_interface import NodeInterface
from graph_service.mapping.registry import make_argument, make_field

logger = logging.getLogger(__name__)
REMOVAL_INTERVAL: Final = 3600.0  # seconds between two removals of previous values that can no longer be restored


@strawberry.input(description=docstring_line(Undo))
class UndoInput:
    activity: int = strawberry.field(description="The sequence number of its log entry: `activity { seq }` in the payload of the mutation.")
    idempotency_key: str | None = strawberry.field(default=None, description=IDEMPOTENCY_KEY_DESCRIPTION)


@strawberry.type(description="The result of an undo.")
class UndoPayload:
    node_types: strawberry.Private[NodeTypes]
    activity: Activity = strawberry.field(description="The log entry of the undo. Its subject is the node whose change was undone.")
    undone: Activity = strawberry.field(description="The log entry of the change that was undone.")
    warnings: list[str] = strawberry.field(description="Warnings, as sentences for the user.")

    @strawberry.field(description="The node whose change was undone; absent if undoing the change removed it.")
    async def node(self, info: strawberry.Info[Context, None]) -> NodeInterface | None:
        """A row, which the interface resolves."""
        label, id_ = self.undone.subject_label, self.undone.subject_id
        if label is None or label not in self.node_types or id_ is None:
            return None
        core: Info = info._raw_info  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType, reportUnknownVariableType]
        return cast("NodeInterface | None", (await read_nodes(core, self.node_types, [(label, id_)]))[0])


def undo_field() -> StrawberryField:
    """The field of the type Mutation."""
    description = f"{docstring_line(undo)} Requires the role {LEAST_ROLES[UNDO_ACTION]}."
    return make_field(UndoPayload, description, [make_argument("input", UndoInput, "The change to undo.")])


def undo_resolver(node_types: NodeTypes) -> Callable[..., Awaitable[UndoPayload]]:
    """The resolver of the field in graphql-core. node_types: those that mutations change."""

    async def resolve(_root: Any, info: Info, *, input: Mapping[str, Any]) -> UndoPayload:  # noqa: A002 - the name of the argument
        context: Context = info.context
        seq: int = input["activity"]
        key = input.get("idempotencyKey") or None
        result = await undo(context.graph, Undo(activity=seq), idempotency_key=key, caller=context.caller)
        entries = [Activity.of(await read_entry(context.graph, each)) for each in (result.seq, seq)]
        return UndoPayload(node_types=node_types, activity=entries[0], undone=entries[1], warnings=list(result.warnings))

    return resolve


async def remove_expired_regularly(graph: Graph) -> None:
    """Removes the previous values of older changes every REMOVAL_INTERVAL, even if nobody changes anything. Errors are logged."""
    while True:
        try:
            await remove_expired_footprints(graph)
        except GraphServiceError as error:
            logger.warning("The previous values of older changes could not be removed. The next attempt is in an hour: %s", error.message)
        await asyncio.sleep(REMOVAL_INTERVAL)
