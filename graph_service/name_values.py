"""Pairs of a name and a value as one text, which people can read and full-text search finds: the additional fields of imported rows.

Cost saving:<tab>12,500
Comment:<tab>The first line
<tab>and the second
"""

from collections.abc import Iterable

MAX_FIELDS = 50
MAX_NAME = 200  # characters
MAX_VALUE = 10_000
MAX_TEXT = 30_000  # a cell of a workbook holds 32,767
SEPARATOR = ":\t"
CONTINUED = "\n\t"

Pairs = list[tuple[str, str]]


def parse_pairs(text: str) -> Pairs:
    """The pairs of a text. A name may also be followed by a colon and a blank, as people type it. ValueError if a line has no name."""
    pairs: Pairs = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.startswith("\t") and pairs:
            pairs[-1] = pairs[-1][0], f"{pairs[-1][1]}\n{line[1:]}"
        else:
            pairs.append(_pair(line))
    return pairs


def _pair(line: str) -> tuple[str, str]:
    separator = next((each for each in (SEPARATOR, ": ") if each in line), "")
    name, _, value = line.partition(separator) if separator else (line.rstrip(), "", "")
    if not clean_name(name) or not (separator or line.rstrip().endswith(":")):
        raise ValueError(line)
    return clean_name(name), value


def format_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    """The text of pairs, one for each name: values of a repeated name are joined by line breaks."""
    values: dict[str, str] = {}
    for name, value in pairs:
        key, text = clean_name(name), value.replace("\r\n", "\n").replace("\r", "\n").strip()
        values[key] = "\n".join(filter(None, (values.get(key, ""), text)))
    return "\n".join(f"{name}{SEPARATOR}{value}".replace("\n", CONTINUED) for name, value in values.items())


def clean_name(name: str) -> str:
    """A name in one line, without a colon at its end."""
    return " ".join(name.split()).rstrip(":").rstrip()[:MAX_NAME]


def bound_pairs(pairs: Iterable[tuple[str, str]]) -> tuple[str, list[str]]:
    """The text of the pairs within the limits, and the names of those whose values were cut or left out."""
    kept, shortened, left = Pairs(), list[str](), MAX_TEXT
    for name, value in pairs:
        room = min(MAX_VALUE, left - len(name) - 4 - value.count("\n"))
        if len(value) > max(0, room) or len(kept) == MAX_FIELDS:
            shortened.append(name)
            value = f"{value[: room - 1]}…" if room > 1 and len(kept) < MAX_FIELDS else ""
        if len(kept) < MAX_FIELDS and left > len(name) + 4:
            kept.append((name, value))
            left -= len(name) + len(value) + value.count("\n") + 4
    return format_pairs(kept), shortened
