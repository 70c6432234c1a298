"""Header cells: the forms in which a header may be known, and how well a header fits a target."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from graph_service.ingest.matching.vocabulary import TARGETS_BY_KIND, Target, header_key
from graph_service.ingest.tables import TABLE_SPECS

PARENTHESES = re.compile(r"\(([^()]*)\)")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
MAX_HEADER = 200  # characters; a longer cell is text, apart from its first line
CUSTOM_FIELD = "customfield"
CLOSE = 0.88
PREPOSITIONS = frozenset({"for", "of", "to", "in", "from", "on", "with", "by"})  # what follows says more about the word before
# Days on which something else happened than what a lesson is about.
OTHER_DAYS = frozenset({
    "due", "target", "closing", "closed", "completion", "completed", "review", "reviewed", "expiry", "next", "planned", "end", "updated",
    "modified", "resolved",
})  # fmt: skip
POST = re.compile(r"\b(?:post|position|vacancy)\b", re.IGNORECASE)

KNOWN_HEADERS = frozenset(
    {word for targets in TARGETS_BY_KIND.values() for target in targets for word in target.words}
    | {header_key(column.name) for spec in TABLE_SPECS.values() for column in spec.columns}
)


def header_name(cell: str) -> str:
    """The name in a header cell, without the instruction that may follow a line break."""
    lines = [line.strip() for line in cell.strip().splitlines() if line.strip()]
    if len(lines) > 1 and header_key(" ".join(lines)) in KNOWN_HEADERS:
        return " ".join(lines)
    return lines[0] if lines else ""


@lru_cache(maxsize=10_000)
def header_keys(header: str) -> tuple[str, ...]:
    """The keys under which a header may be known: as a whole, without parentheses, and what is in the parentheses of a custom field."""
    name = header_name(header)
    if len(name) > MAX_HEADER:
        return ()
    outer = header_key(PARENTHESES.sub("", name))
    inner = [header_key(text) for text in PARENTHESES.findall(name)]
    keys = (header_key(name), *(inner if outer == CUSTOM_FIELD else (outer,)))
    return tuple(dict.fromkeys(filter(None, keys))) or (("#",) if name.strip() == "#" else ())


def is_known(header: str, further_headers: frozenset[str] = frozenset()) -> bool:
    """Whether some table has a column of this name. `further_headers` are the headers of a mapping file."""
    return any(key in KNOWN_HEADERS or key in further_headers for key in header_keys(header)) or _all_known(two_names(header))


def two_names(header: str) -> tuple[str, ...]:
    """The keys of both names in a header such as "Titel / Title"; empty for any other header."""
    names = tuple(map(header_key, re.split(r"\s*[/|]\s*", PARENTHESES.sub("", header_name(header)))))
    return names if len(names) == 2 and all(names) else ()


def _all_known(names: Sequence[str]) -> bool:
    return bool(names) and all(name in KNOWN_HEADERS for name in names)


def name_score(header: str, target: Target) -> float:
    """How well a header fits a target, from 0 to 1: its own name, a synonym, a spelling mistake, or a synonym at its end."""
    keys = header_keys(header)
    if not keys or (target.name == "id" and POST.search(header)):
        return 0.0
    if keys[0] == target.words[0]:
        return 1.0
    both = two_names(header)
    if any(key in target.words for key in keys) or (both and all(name in target.words for name in both)):
        return 0.95 - _rank(keys, target.words)
    close = max(
        (SequenceMatcher(None, key, word).ratio() for key in keys for word in target.words if _may_be_close(key, word)), default=0.0
    )
    tokens = words(header)
    if target.name in ("learnedOn", "reusedOn") and OTHER_DAYS & set(map(str.lower, tokens)):
        return 0.0
    head = next((tokens[:number] for number, token in enumerate(tokens) if number and token.lower() in PREPOSITIONS), ())
    if head and header_key("".join(head)) in target.words:
        return 0.85
    return max(0.75 if close >= CLOSE else 0.0, 0.0 if head else _ending_score(keys, tokens, target.words))


def _rank(keys: Sequence[str], synonyms: Sequence[str]) -> float:
    """A tie-breaker too small to show in a confidence: the synonym listed earlier fits better, such as the name of a project before its key."""
    return min((synonyms.index(key) for key in keys if key in synonyms), default=0) / 100_000


def _may_be_close(key: str, word: str) -> bool:
    return len(key) >= 5 and abs(len(key) - len(word)) <= 2 and bool(set(key[:2]) & set(word[:2]))


def _ending_score(keys: Sequence[str], tokens: Sequence[str], words_: Sequence[str]) -> float:
    """A header that ends with a synonym, such as "Main project name", fits the better, the more of it the synonym covers."""
    endings = {header_key("".join(tokens[start:])) for start in range(1, len(tokens))}
    covered = max((len(word) for word in words_ if len(word) >= 3 and word in endings), default=0)
    return 0.5 + 0.3 * covered / len(keys[0]) if covered else 0.0


@lru_cache(maxsize=10_000)
def words(header: str) -> tuple[str, ...]:
    """The words of a header: "DateOf_hire (planned)" has Date, Of and hire."""
    return tuple(re.findall(r"[^\W_]+", CAMEL.sub(" ", PARENTHESES.sub("", header_name(header)))))
