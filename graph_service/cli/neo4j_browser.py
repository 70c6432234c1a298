"""The style and guide that Neo4j Browser of the local Neo4j loads from the service after login."""

from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_service.graph.local import BrowserSetup


def browser_setup(address: str, port: int) -> "BrowserSetup":
    """The setup for a service that listens on this address; loopback for one that listens on all addresses."""
    from graph_service.graph.local import BrowserSetup

    ip = ip_address(address)
    if ip.is_unspecified:
        ip = ip_address("::1" if isinstance(ip, IPv6Address) else "127.0.0.1")
    host = f"[{ip}]" if isinstance(ip, IPv6Address) else str(ip)
    files = f"http://{host}:{port}/browser"
    return BrowserSetup(host, (f"style {files}/style.grass", f"guide {files}/guide.html"))
