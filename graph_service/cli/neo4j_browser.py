"""What the Neo4j Browser of the local Neo4j begins with: the style and the guide of the service beside it."""

from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_service.graph.local import BrowserSetup


def browser_setup(address: str, port: int) -> "BrowserSetup":
    """Its commands for a service that listens there; for one that listens everywhere, by way of this machine."""
    from graph_service.graph.local import BrowserSetup

    ip = ip_address(address)
    if ip.is_unspecified:
        ip = ip_address("::1" if isinstance(ip, IPv6Address) else "127.0.0.1")
    host = f"[{ip}]" if isinstance(ip, IPv6Address) else str(ip)
    files = f"http://{host}:{port}/browser"
    return BrowserSetup(host, (f"style {files}/style.grass", f"guide {files}/guide.html"))
