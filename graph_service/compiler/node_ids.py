"""Encodes the type and the id of a node as the opaque ID of the interface Node."""

import base64
import binascii
from collections.abc import Container

from graph_service.errors import InvalidInput
from graph_service.mapping.node_interface import NODE_ID


def encode_node_id(type_name: str, id_: str) -> str:
    """The nodeId of a node: "Lesson:l1" in base64url without padding."""
    return base64.urlsafe_b64encode(f"{type_name}:{id_}".encode()).decode().rstrip("=")


def decode_node_id(node_id: str, type_names: Container[str], field: str = NODE_ID) -> tuple[str, str]:
    """(type name, id). Raises InvalidInput, which names the field, if it is not the nodeId of one of these types."""
    type_name, id_ = split_node_id(node_id)
    if type_name not in type_names:
        shown = node_id if len(node_id) <= 80 else f"{node_id[:80]}…"
        raise InvalidInput(f"{field} has {shown!r}, which is not a nodeId. Use a value of the field `nodeId` of a node.", field=field)
    return type_name, id_


def split_node_id(node_id: str) -> tuple[str, str]:
    """(type name, id), both empty for text that is no nodeId. The type need not exist."""
    try:
        text = base64.b64decode(node_id + "=" * (-len(node_id) % 4), altchars="-_", validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    type_name, _, id_ = text.partition(":")
    return (type_name, id_) if id_ else ("", "")
