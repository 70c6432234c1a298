"""What Grafana's panels show of their frames, as text: the field to draw, the order of columns, units and decimals."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tests.web.infinity import Frame

Lines = list[list[str]]


def draw(panel: dict[str, Any], frames: Sequence[Frame]) -> Lines:
    """The lines of a panel; none means that it shows "No data". Raises AssertionError for frames that it cannot draw."""
    return {"stat": _draw_stat, "timeseries": _draw_time_series, "table": _draw_table, "nodeGraph": _draw_node_graph}[panel["type"]](
        panel, frames
    )


def _draw_stat(panel: dict[str, Any], frames: Sequence[Frame]) -> Lines:
    """The last value that is not null of each field that is selected, or of each number."""
    (frame,), reduce = frames, panel["options"]["reduceOptions"]
    assert reduce["calcs"] == ["lastNotNull"]
    pattern = reduce["fields"].strip("/")
    names = [name for name, values in frame.items() if (re.search(pattern, name) if pattern else is_number(values))]
    return [[name, _show(panel, name, next(value for value in reversed(frame[name]) if value is not None))] for name in names]


def _draw_time_series(panel: dict[str, Any], frames: Sequence[Frame]) -> Lines:
    """A line for each series. The panel needs a field of type time, in ascending order."""
    (frame,) = frames
    (time,) = [each["text"] for each in panel["targets"][0]["columns"] if each["type"] == "timestamp"]
    assert frame[time] == sorted(frame[time])
    return [
        [name, *(f"{_day(at)} {_show(panel, name, value)}" for at, value in zip(frame[time], values, strict=True))]
        for name, values in frame.items()
        if name != time and is_number(values)
    ]


def _draw_table(panel: dict[str, Any], frames: Sequence[Frame]) -> Lines:
    """The header, then the rows."""
    (frame,) = frames
    (organize,) = panel["transformations"]
    assert organize["id"] == "organize"
    places = organize["options"]["indexByName"]
    names = sorted(frame, key=lambda name: places[name])
    return [
        names,
        *([_show(panel, *cell) for cell in zip(names, row, strict=True)] for row in zip(*(frame[name] for name in names), strict=True)),
    ]


def _draw_node_graph(panel: dict[str, Any], frames: Sequence[Frame]) -> Lines:
    """A line for each circle, then for each arrow. The frame with `source` and `target` has the arrows; their ends must be circles."""
    (arrows,) = [frame for frame in frames if {"source", "target"} <= frame.keys()]
    (circles,) = [frame for frame in frames if frame is not arrows]
    titles = dict(zip(circles["id"], circles["title"], strict=True))
    stats = [f"{main:g} {second:g}" for main, second in zip(circles["mainstat"], circles["secondarystat"], strict=True)]
    ends = zip(arrows["source"], arrows["target"], arrows["mainstat"], strict=True)
    return [
        *([title, subtitle, stat] for title, subtitle, stat in zip(circles["title"], circles["subtitle"], stats, strict=True)),
        *([titles[source], titles[target], f"{main:g}"] for source, target, main in ends),
    ]


def is_number(values: Sequence[Any]) -> bool:
    """Whether a field has numbers."""
    return any(isinstance(value, float) for value in values)


def _show(panel: dict[str, Any], name: str, value: Any) -> str:
    if not isinstance(value, float):
        return value or ""
    config = field_config(panel, name)
    if config.get("unit") == "time:YYYY-MM-DD":
        return _day(value)
    number, sign = (value * 100, "%") if config.get("unit") == "percentunit" else (value, "")
    return f"{number:.{config['decimals']}f}{sign}" if "decimals" in config else f"{number:g}{sign}"


def field_config(panel: dict[str, Any], name: str) -> dict[str, Any]:
    """The defaults of a panel with the overrides that match a field."""
    properties = [
        each for override in panel["fieldConfig"]["overrides"] if matches(override["matcher"], name) for each in override["properties"]
    ]
    return panel["fieldConfig"]["defaults"] | {each["id"]: each["value"] for each in properties}


def matches(matcher: dict[str, str], name: str) -> bool:
    """Whether an override is for a field of this name."""
    match matcher["id"]:
        case "byName":
            return name == matcher["options"]
        case "byRegexp":
            return re.search(matcher["options"].strip("/"), name) is not None
        case other:
            raise AssertionError(other)


def _day(milliseconds: float) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
