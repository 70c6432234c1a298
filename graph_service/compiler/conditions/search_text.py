"""Full-text search: calls of a node type's index, escaping for the index (Lucene), and highlights of the matched words.

Examples:

    CALL db.index.fulltext.queryNodes('lesson_text', $p0) YIELD node, score
    to_lucene_query('hot (water) AND "steam"')  ->  hot \\(water\\) and \\"steam\\"
    to_stem_query("pumps", LanguagesInUse(("en", "fr")))  ->  pumps pump
    to_tolerant_query(["hot", "steam"], [0, 1])  ->  hot^8 steam^8 steam~1 steam*^4
    highlight("steam", ["Hot steam burns."])  ->  ['Hot **steam** burns.']
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice

from graph_service.compiler.conditions.visibility import only_nameable, unsearched
from graph_service.compiler.expressions import where_clause
from graph_service.compiler.planning.filter_parts import SEARCH
from graph_service.compiler.request_values import Placeholder
from graph_service.compiler.statement_builder import StatementBuilder
from graph_service.errors import InvalidInput
from graph_service.language.stems import NOT_KNOWN, LanguagesInUse, query_stems, text_stems
from graph_service.mapping.node_types import Node
from graph_service.mapping.outputs import HIGHLIGHT_MARK

MAX_TEXT_LENGTH = 1000  # characters
MAX_CLAUSES = 1000  # Lucene accepts 1,024 clauses; a query has one for each word in each indexed property
# What the index may treat as a word: a single character in Chinese and Japanese, a run of letters elsewhere, a symbol such as 🎸.
TOKEN = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[^\w\s\x00-\x7f]"
)
WORD = re.compile(r"\w+")
SPECIAL_CHARACTERS = re.compile(r'([-+!(){}\[\]^"~*?:\\/&|<>=])')
OPERATORS = frozenset({"AND", "OR", "NOT", "TO"})
MATCH_NOTHING = r"\!"  # punctuation is never indexed
HIGHLIGHT_CONTEXT = 60  # characters on either side of the first matched word
MAX_HIGHLIGHTS = 3


def match_text(builder: StatementBuilder, node: Node, text: str | Placeholder | None, variable: str) -> str:
    """The Cypher that binds the variable to the nodes that a search finds. Raises InvalidInput if the text is null."""
    if text is None:
        raise InvalidInput("search is null. Leave it out, or set it to the words to search for.", field=SEARCH)
    return f"{fulltext_call(builder, node, text)} WITH node AS {variable}{where_clause(only_nameable(builder, node, variable))}"


def fulltext_call(builder: StatementBuilder, node: Node, text: str | Placeholder, options: str = "") -> str:
    """The call of the full-text index, which yields `node` and `score`, best matches first. options: the Cypher of its last argument."""
    index, properties, stems = (node.fulltext.name, node.fulltext.properties, node.fulltext.stems) if node.fulltext else ("", ("",), ())
    if stems:
        query = builder.bind(text, partial(to_stem_query, in_use=builder.statistics.languages, properties=len(stems)))
        return f"CALL db.index.fulltext.queryNodes('{index}', {query}{options}) YIELD node, score"
    hidden = unsearched(builder, node)
    prepare = partial(to_field_query, fields=[each for each in properties if each not in hidden]) if hidden else None
    query = builder.bind(text, prepare or partial(to_lucene_query, properties=len(properties)))
    return f"CALL db.index.fulltext.queryNodes('{index}', {query}{options}) YIELD node, score"


def to_lucene_query(text: str, properties: int = 1) -> str:
    """A query for any of the words, for an index over this many properties. Text beyond the limits is cut off.

    Nothing in the text acts as query syntax: special characters are escaped and operators become lower case.
    """
    words = dict.fromkeys(_first_tokens(text[:MAX_TEXT_LENGTH], MAX_CLAUSES // properties).split())
    terms = (word.lower() if word in OPERATORS else word for word in words)
    return " ".join(SPECIAL_CHARACTERS.sub(r"\\\1", term) for term in terms) or MATCH_NOTHING


def to_stem_query(text: str, in_use: LanguagesInUse = NOT_KNOWN, properties: int = 1) -> str:
    """A query for any stem of the words, for an index of stems over this many properties. in_use: the languages of the graph."""
    counts = stems_of_query(text, in_use, properties)
    return " ".join(stem if count == 1 else f"{stem}^{count}" for stem, count in counts.items()) or MATCH_NOTHING


def stems_of_query(text: str, in_use: LanguagesInUse = NOT_KNOWN, properties: int = 1) -> dict[str, int]:
    """The stems of a query, which contain no query syntax, and how often each occurs: as many as one query over this many properties may contain.

    A description repeats what it is about, in several forms: without the counts, the lessons that a project reuses rank lower (tests/benchmarks).
    """
    counts = Counter(stem for _, stems in query_stems(text[:MAX_TEXT_LENGTH], in_use) for stem in stems)
    return dict(islice(counts.items(), MAX_CLAUSES // properties))


def to_field_query(text: str, fields: Sequence[str]) -> str:
    """A query like that of `to_lucene_query`, but only for words in these fields of the index: name:hot name:steam."""
    return " ".join(f"{field}:{word}" for word in to_lucene_query(text, len(fields)).split() for field in fields)


def to_tolerant_query(words: Sequence[str], errors: Sequence[int]) -> str:
    """A query for any of the words or a misspelled form of them, and for what begins with the last one. Exact words count most.

    words: of letters and digits only (\\w), in lower case, so that none acts as query syntax. errors: how many typing errors each may have.
    """
    terms = [term for word, count in zip(words, errors, strict=True) for term in (f"{word}^8", f"{word}~{count}" if count else "")]
    return " ".join([*filter(None, terms), *(f"{word}*^4" for word in words[-1:])]) or MATCH_NOTHING


def _first_tokens(text: str, limit: int) -> str:
    next_token = next(islice(TOKEN.finditer(text), limit, None), None)
    return text if next_token is None else text[: next_token.start()]


def highlight(text: str, texts: Iterable[str | None]) -> list[str]:
    """At most MAX_HIGHLIGHTS extracts, one per text, around its first matched word. Matched words are enclosed in HIGHLIGHT_MARK,
    which is removed where the text itself contains it."""
    words = {word.casefold() for word in WORD.findall(text)}
    return _extracts(texts, lambda word: word.casefold() in words)


def highlight_stems(text: str, texts: Iterable[str | None], language: str | None, in_use: LanguagesInUse = NOT_KNOWN) -> list[str]:
    """Like `highlight`, for texts in a language that are found by stems: every form of a word of the query matches."""
    words, stems = {word.casefold() for word in WORD.findall(text)}, {*stems_of_query(text, in_use)}
    return _extracts(texts, lambda word: word.casefold() in words or not stems.isdisjoint(text_stems(word, language)))


def _extracts(texts: Iterable[str | None], matches: Callable[[str], bool]) -> list[str]:
    extracts = (_extract(matches, searched.replace(HIGHLIGHT_MARK, "")) for searched in texts if searched)
    return [extract for extract in extracts if extract][:MAX_HIGHLIGHTS]


def _extract(matches: Callable[[str], bool], text: str) -> str:
    first = next((match for match in WORD.finditer(text) if matches(match.group())), None)
    if first is None:
        return ""
    start, end = _shrink_to_whole_words(text, first.start() - HIGHLIGHT_CONTEXT, first.end() + HIGHLIGHT_CONTEXT)

    def mark(match: re.Match[str]) -> str:
        return f"{HIGHLIGHT_MARK}{match.group()}{HIGHLIGHT_MARK}" if matches(match.group()) else match.group()

    marked = WORD.sub(mark, text[start:end])
    return f"{'… ' if start else ''}{marked.strip()}{' …' if end < len(text) else ''}"


def _shrink_to_whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    left = 0 if start <= 0 else text.find(" ", start) + 1
    right = len(text) if end >= len(text) else text.rfind(" ", 0, end)
    return max(left, 0), right if right > left else len(text)
