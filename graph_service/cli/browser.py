"""What the Neo4j Browser of the local Neo4j begins with: the style and the guide of the service beside it."""

from ipaddress import IPv6Address, ip_address
from socket import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_service.graph.local import BrowserStart


def browser_start(listener: socket) -> "BrowserStart":
    """Its commands for a service that listens here; for one that listens everywhere, by way of this machine."""
    from graph_service.graph.local import BrowserStart

    address, port = listener.getsockname()[:2]
    address = ip_address(address)
    if address.is_unspecified:
        address = ip_address("::1" if isinstance(address, IPv6Address) else "127.0.0.1")
    host = f"[{address}]" if isinstance(address, IPv6Address) else str(address)
    files = f"http://{host}:{port}/browser"
    return BrowserStart(host, (f"style {files}/style.grass", f"guide {files}/guide.html"))
