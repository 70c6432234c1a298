"""The page of the dashboard that shows an item of an inbox."""

from urllib.parse import quote, urlencode

from graph_service.domain.inbox.waiting_item import WaitingItem
from graph_service.model.enums import InboxKind


def path_of(item: WaitingItem) -> str:
    """The path of the page, as web/src/url/paths.ts makes it."""
    if item.kind is InboxKind.GATE:
        return f"/gate?{urlencode({'project': item.project, 'phase': item.phase})}"
    if item.kind is InboxKind.TASK:
        return "/tasks"
    return f"/projects/{_segment(item.project)}" if item.kind is InboxKind.POSTPONED else f"/lessons/{_segment(item.lesson)}"


def _segment(id_: str | None) -> str:
    """Browsers resolve the segments "." and "..", which a tilde prevents; it is also put before another tilde."""
    text = id_ or ""
    return quote(f"~{text}" if text in {".", ".."} or text.startswith("~") else text, safe="!'()*")
