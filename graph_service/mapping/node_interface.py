"""The interface Node: an ID that is unique among the nodes of all types, for clients such as Relay that store nodes by one ID."""

from typing import Any, Final

import strawberry
from strawberry import ID

NODE_ID: Final = "nodeId"
NODE_ID_DESCRIPTION: Final = "An ID that is unique among the nodes of all types; opaque and stable. `node(nodeId:)` finds the node by it."


@strawberry.interface(name="Node", description="A node of any type. Its ID is unique among the nodes of all types.")
class NodeInterface:
    node_id: ID = strawberry.field(description=NODE_ID_DESCRIPTION)


def implement_node_interface(cls: type) -> None:
    """Declares that a Strawberry type, which has the field, implements the interface."""
    definition: Any = getattr(cls, "__strawberry_definition__")  # noqa: B009 - not part of the class's type
    definition.interfaces.append(getattr(NodeInterface, "__strawberry_definition__"))  # noqa: B009
