"""Names of people and lists of names, in any order and with any separator."""

import re
import unicodedata
from collections.abc import Callable

UNREADABLE = re.compile("[\ud800-\udfff]")  # surrogates, which stand for bytes that are invalid in the encoding of the file
STRONG = re.compile(r"\s*[;\n\r|]+\s*")
WEAK = re.compile(r"\s*(?:,|/|&|\+|\s+and\s+|\s+und\s+|\s+et\s+|\s+y\s+)\s*", re.IGNORECASE)
BETWEEN_INVERTED = re.compile(r"\s*(?:/|&|\+|\s+and\s+|\s+und\s+|\s+et\s+|\s+y\s+)\s*", re.IGNORECASE)
ADDRESS = re.compile(r"^\s*\"?(?P<name>[^<\"]*?)\"?\s*<(?P<address>[^<>\s]+@[^<>\s]+)>\s*$")
TITLES = re.compile(r"^(?:mr|mrs|ms|miss|dr|prof|ing|sir|dame|herr|frau)\.?\s+", re.IGNORECASE)
SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "phd", "mba", "pmp"])


def split_names(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """The names in a cell. Semicolons, bars and line breaks always separate; commas, slashes and "and" where that gives known or full names.

    "Lind, Tove" is one name: it has one word before and one or two after its only comma.
    """
    names: list[str] = []
    for entry in filter(None, STRONG.split(text.strip())):
        if pairs := _inverted_pairs(entry, is_known):
            names += pairs
            continue
        parts = [part for part in WEAK.split(entry) if part]
        inverted = [part for part in BETWEEN_INVERTED.split(entry) if part]
        if len(inverted) > 1 and "," in entry and not is_known(entry) and all(_is_inverted(part) or is_known(part) for part in inverted):
            names += inverted  # "Lind, Tove / Mohr, Max"
        elif len(parts) > 1 and not is_known(entry) and _are_names(entry, parts, is_known):
            names += parts
        else:
            names.append(entry.strip())
    return list(dict.fromkeys(names))


def _inverted_pairs(entry: str, is_known: Callable[[str], bool]) -> list[str]:
    """The names in "Lind, Tove, Mohr, Max", if one of them is known; otherwise it is not clear what the commas separate."""
    parts = [part.strip() for part in entry.split(",")]
    pairs = [f"{last}, {first}" for last, first in zip(parts[::2], parts[1::2], strict=False)]
    return pairs if len(parts) >= 4 and len(parts) % 2 == 0 and any(map(is_known, pairs)) else []


def _are_names(entry: str, parts: list[str], is_known: Callable[[str], bool]) -> bool:
    if any(is_known(part) for part in parts):
        return True
    if len(parts) == 2 and _is_inverted(entry):
        return False
    return all(len(part.split()) > 1 for part in parts)


def _is_inverted(text: str) -> bool:
    """Whether a text may be one name with the last name first: "Lind, Tove", but not "Tove Lind, Ivo Brandt"."""
    last, comma, first = text.partition(",")
    return bool(comma) and "," not in first and (len(last.split()) == 1 or len(first.split()) == 1)


def split_list(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """The entries of a list of topics and the like. A comma or slash separates unless the whole text is known."""
    entries: list[str] = []
    for entry in filter(None, STRONG.split(text.strip())):
        if is_known(entry):
            entries.append(entry.strip())
        else:
            entries += [part.strip() for part in re.split(r"\s*[,/]\s+|,", entry) if part.strip()]
    return list(dict.fromkeys(entries))


def split_address(text: str) -> tuple[str, str | None]:
    """Name and e-mail address of "Max Mohr <max@firm.example>"; the address is None in any other text."""
    match = ADDRESS.match(text)
    return (match["name"].strip() or match["address"], match["address"]) if match else (text, None)


def full_name(text: str) -> str:
    """The name with the first name first: "Marlowe, Edith K" is "Edith K Marlowe"."""
    name = " ".join(split_address(text)[0].split())
    last, comma, first = name.partition(",")
    if comma and "," not in first and first.strip().casefold().strip(".") not in SUFFIXES:
        name = f"{first.strip()} {last.strip()}".strip()
    return name


def name_key(text: str) -> str:
    """A name without case, accents, titles, punctuation and order: names that may be of the same person have the same key."""
    return " ".join(sorted(_words(text)))


def loose_name_key(text: str) -> str:
    """As name_key, without middle initials."""
    words = _words(text)
    return " ".join(sorted([word for word in words if len(word) > 1] or words))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", TITLES.sub("", full_name(TITLES.sub("", text))).casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.findall(r"[^\W_]+", plain)


def slug(text: str, limit: int = 60) -> str:
    """A readable id made of a name: "Tove Lind" is "tove-lind". Letters of other scripts stay."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return "-".join(re.findall(r"[^\W_]+", plain))[:limit].strip("-")
