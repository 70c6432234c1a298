"""Splits a Markdown document into its front matter, headings, tables and the text between them."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
MAX_FRONT_MATTER = 65_536  # characters
MAX_DEPTH = 4  # of values in front matter
PARSER = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (level from 1), a table (rows of cells, the header first), or a text as it stands in the file."""

    text: str = ""
    level: int = 0
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """fields: the front matter, values as text. note: what is wrong with it."""

    fields: Mapping[str, str]
    blocks: Sequence[Block]
    note: str = ""


def read_document(text: str) -> Document:
    """The parts of a document. Comments are left out: they are mostly the instructions of a form."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fields, note = dict[str, str](), ""
    if match := FRONT_MATTER.match(text):
        text = text[match.end() :]
        try:
            fields = _front_matter(match[1], match[2])
        except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
            fields, note = {"Front matter": match[2]}, f"the front matter cannot be read: {str(error).splitlines()[0]}"
    return Document(fields, list(_blocks(COMMENT.sub("", text))), note)


def _front_matter(fence: str, text: str) -> dict[str, str]:
    if len(text) > MAX_FRONT_MATTER or ("&" in text and re.search(r"^\s*[^#\n]*:\s*&\w", text, re.MULTILINE)):
        raise ValueError("it is too long, or refers to parts of itself")
    # With the base loader every value is a text: 2023-05-09 and "no" stay what was written.
    value: Any = tomllib.loads(text) if fence == "+++" else yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes only texts, lists and maps
    if not isinstance(value, dict):
        raise TypeError("it is not a list of names and values") if value else ValueError("it is empty")
    return {str(name): _text(entry) for name, entry in cast("dict[Any, Any]", value).items()}


def _text(value: Any, depth: int = 0) -> str:
    if depth > MAX_DEPTH:
        raise ValueError("its values are nested too deeply")
    match value:
        case None:
            return ""
        case list():
            return "\n".join(_text(entry, depth + 1) for entry in cast("list[Any]", value))
        case dict():
            return "\n".join(f"{name}: {_text(entry, depth + 1)}" for name, entry in cast("dict[Any, Any]", value).items())
        case _:
            return str(value)


def _blocks(text: str) -> Iterator[Block]:
    lines, tokens = text.split("\n"), PARSER.parse(text)
    start = 0  # of the text that was not yielded yet
    for number, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        block = _heading(tokens, number) or _table(tokens, number)
        if block is not None:
            yield from _passage(lines[start : token.map[0]])
            yield block
            start = token.map[1]
    yield from _passage(lines[start:])


def _passage(lines: Sequence[str]) -> Iterator[Block]:
    if text := "\n".join(lines).strip():
        yield Block(text)


def _heading(tokens: Sequence[Token], number: int) -> Block | None:
    """A heading, or a paragraph of nothing but bold text, which many write in place of one."""
    token = tokens[number]
    if token.type == "heading_open":
        return Block(_plain(tokens[number + 1]), level=int(token.tag[1:]))
    if token.type == "paragraph_open":
        parts = tokens[number + 1].children or []
        marks = [part.type for part in parts if part.type != "text" or part.content]
        if marks[:1] == ["strong_open"] and marks[-1:] == ["strong_close"] and marks.count("strong_open") == 1:
            return Block(_plain(tokens[number + 1]).rstrip(":"), level=7)
    return None


def _table(tokens: Sequence[Token], number: int) -> Block | None:
    if tokens[number].type != "table_open":
        return None
    rows: list[list[str]] = []
    for token, following in zip(tokens[number + 1 :], tokens[number + 2 :], strict=False):
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        if token.type in ("th_open", "td_open"):
            rows[-1].append(_plain(following))
    return Block(rows=rows)


def _plain(inline: Token) -> str:
    """The text without marks."""
    parts = inline.children or []
    return "".join("\n" if part.type in ("softbreak", "hardbreak") else part.content for part in parts).strip()
