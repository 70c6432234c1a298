"""Reads retrospectives and post-mortems in Markdown as a table: a row for each, a column for each kind of section.

What a section is called decides its column ("What went well", "Recommendation"); one that is not known keeps its heading, and is matched or
kept like a column of any other file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from graph_service.ingest.matching.headers import is_known
from graph_service.ingest.matching.vocabulary import header_key
from graph_service.ingest.readers.encodings import decode
from graph_service.ingest.readers.markdown_blocks import Block, read_document
from graph_service.ingest.readers.raw_table import Notice, NoticeKind, RawRow, RawTable
from graph_service.ingest.values.choice_words import is_no_value

TITLE, DATE, PEOPLE, STATUS, FILE = "Title", "Date", "Attendees", "Status", "File"
INITIALS = "Initials (attendees)"
REFERENCE, RECURRENCE = "Reference", "Recurrence of"
HAPPENED, WELL, WRONG, ADVICE, ACTIONS = "What happened", "What went well", "What went wrong", "Recommendation", "Actions agreed"
SECTIONS: Mapping[str, str] = {
    header_key(word): column
    for column, words in {
        HAPPENED: "summary,overview,what happened,description,incident summary,executive summary,context,background,introduction,timeline,"
        "sequence of events,event,situation,problem statement",
        WELL: "what went well,went well,good,keep,keep doing,positives,successes,what worked,what worked well,strengths,continue,glad,liked",
        WRONG: "what went wrong,went wrong,what did not go well,what didn't go well,what went badly,bad,problems,challenges,root cause,"
        "root causes,cause,causes,contributing factors,sad,mad,stop,stop doing,negatives,impact,where we got lucky",
        ADVICE: "lessons learned,lessons learnt,lesson learned,lessons,learnings,key learnings,what we learned,recommendation,recommendations,"
        "what to improve,improvements,start,start doing,to improve,takeaways,key takeaways,do differently",
        ACTIONS: "actions,action items,follow up,follow ups,follow up actions,next steps,corrective actions,to do,todo,action plan,tasks",
    }.items()
    for word in words.split(",")
}
PEOPLE_KEYS = frozenset(
    map(
        header_key,
        (
            "attendees",
            "atendees",
            "attendants",
            "participants",
            "people",
            "present",
            "author",
            "authors",
            "owner",
            "team",
            "by",
            "facilitator",
        ),
    )
)
DATE_KEYS = frozenset(
    map(header_key, ("date", "day", "held on", "date of incident", "incident date", "meeting date", "occurred on", "learned on"))
)
ANY_DAY = re.compile(r"\b\d{4,5}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b|\b\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8} \d{4}\b")
KEY_VALUE = re.compile(r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?([A-Za-z][\w /-]{0,40}?)(?:\*\*|__)?\s*:\s*(?:\*\*|__)?\s*(\S.*)$")
ID = re.compile(r"\b[A-Z]{2,}\d{0,6}[-_]\d{1,8}\b")
SAME = re.compile(
    r"(?:same (?:\w+ )?as|repeat(?:ed)? of|recurrence of|again as in|happened before in)\s+(?:the )?([A-Z]{2,}\d{0,6}[-_]\d{1,8})",
    re.IGNORECASE,
)
SHORT_NAMES = re.compile(r"[A-Z]{2,3}(?:[\s,;/&]+[A-Z]{2,3})*")
LIST_ITEM = re.compile(r"^(?:[-*+]|\d{1,3}[.)])\s+(?=\S)", re.MULTILINE)
MIN_ENTRIES = 2
SUFFIXES = (".md", ".markdown", ".mkd")
Fields = dict[str, str]


def is_markdown(name: str, data: bytes) -> bool:
    """Whether a file is Markdown: by its ending, or, if it has none, by how it begins."""
    suffix = Path(name).suffix.lower()
    return suffix in SUFFIXES or (not suffix and data.lstrip().startswith((b"---\n", b"---\r\n", b"# ")))


def read_markdown(name: str, data: bytes, encoding: str | None = None) -> RawTable:
    """The lessons of a document, in columns by section; no rows if it holds none."""
    document = read_document(decode(data, encoding).text)
    common, sections, tables = _split(document.fields, document.blocks)
    entries = [_describe(name, fields) for fields in _entries(common, sections)]
    table = _to_table(name, entries) if entries else _largest(name, tables)
    if not table.rows:
        table.notices.append(
            Notice(NoticeKind.LEFT_OUT, "contains no retrospective or post-mortem that the import recognises, and was not read", name)
        )
    if document.note:
        table.notices.append(Notice(NoticeKind.NOTE, document.note, name))
    return table


def merge_documents(tables: Iterable[RawTable]) -> list[RawTable]:
    """The tables, with all documents in one: its rows know the files that they come from."""
    every = list(tables)
    documents = [table for table in every if table.is_documents]
    if len(documents) < MIN_ENTRIES:
        return every
    columns = list(dict.fromkeys(cell for table in documents for cell in table.rows[0].cells))
    rows = [RawRow(1, columns)]
    merged = RawTable(f"{len(documents)} Markdown files", "", rows, has_header=True, is_documents=True)
    for table in documents:
        positions = {column: index for index, column in enumerate(table.rows[0].cells)}
        for row in table.rows[1:]:
            line = len(rows) + 1
            rows.append(RawRow(line, [row.cells[positions[column]] if column in positions else "" for column in columns]))
            merged.origins[line] = table.file, row.line
        merged.notices += table.notices
    return [*(table for table in every if not table.is_documents), merged]


def _split(fields: Mapping[str, str], blocks: Sequence[Block]) -> tuple[Fields, list[tuple[Block, list[Block]]], list[Block]]:
    """What is said before the first section, the headings with what follows each, and all tables."""
    common, sections = dict(fields), list[tuple[Block, list[Block]]]()
    for block in blocks:
        if block.level and not (block.level == 1 and not sections and TITLE not in common):
            sections.append((block, []))
        elif block.level:
            common[TITLE] = block.text
        elif sections:
            sections[-1][1].append(block)
        else:
            _add_preamble(common, block)
    return common, sections, [block for block in blocks if block.rows]


def _add_preamble(common: Fields, block: Block) -> None:
    """A table of one row, or of two columns, lists facts; so do lines like "Date: 2023-05-09". The rest says what happened."""
    if len(block.rows) == 2:
        common |= {name: value for name, value in zip(*block.rows, strict=False) if name}
    elif block.rows and all(len(row) == 2 for row in block.rows):
        common |= {name: value for name, value in block.rows if name}
    elif block.rows:
        _append(common, HAPPENED, _table_text(block.rows))
    else:
        rest: list[str] = []
        for line in block.text.split("\n"):
            match = KEY_VALUE.match(line)
            if match and (header_key(match[1]) in PEOPLE_KEYS | DATE_KEYS or is_known(match[1])):
                common[match[1].strip()] = match[2].strip().strip("*_").strip()
            else:
                rest.append(line)
        _append(common, HAPPENED, "\n".join(rest).strip())


def _entries(common: Fields, sections: Sequence[tuple[Block, list[Block]]]) -> Iterator[Fields]:
    """The fields of each lesson: the document as a whole, its parts that have sections of their own, or the items of its list."""
    if parts := _parts(sections):
        for heading, inner in parts:
            yield _inherit(common) | _fields({TITLE: heading.text}, inner)
    elif any(header_key(heading.text) in SECTIONS for heading, _ in sections):
        yield _fields(dict(common), sections)
    elif len(items := list(_items(common, sections))) >= MIN_ENTRIES:
        for item in items:
            yield _inherit(common) | item
    elif _day_of(common) and (common.get(HAPPENED) or sections):
        yield _fields(dict(common), sections)


def _parts(sections: Sequence[tuple[Block, list[Block]]]) -> list[tuple[Block, list[tuple[Block, list[Block]]]]]:
    """The headings of the highest level with the sections below each, if at least two have sections that are known."""
    outer = min((heading.level for heading, _ in sections), default=0)
    parts: list[tuple[Block, list[tuple[Block, list[Block]]]]] = []
    for heading, blocks in sections:
        if heading.level == outer:
            parts.append((heading, [(Block(level=outer), blocks)] if blocks else []))
        elif parts:
            parts[-1][1].append((heading, blocks))
    filled = [(heading, inner) for heading, inner in parts if any(header_key(each.text) in SECTIONS for each, _ in inner if each.text)]
    return filled if len(filled) >= MIN_ENTRIES and not any(header_key(heading.text) in SECTIONS for heading, _ in parts) else []


def _fields(fields: Fields, sections: Iterable[tuple[Block, list[Block]]]) -> Fields:
    for heading, blocks in sections:
        if not heading.text:
            for block in blocks:
                _add_preamble(fields, block)
            continue
        column = SECTIONS.get(header_key(heading.text), heading.text)
        text = "\n\n".join(_table_text(block.rows) if block.rows else block.text for block in blocks)
        _append(fields, column, "" if is_no_value(text.strip()) else text, heading.text)
    return fields


def _items(common: Fields, sections: Sequence[tuple[Block, list[Block]]]) -> Iterator[Fields]:
    """The items of lists, if the document is about lessons: each begins with its title."""
    about = " ".join((common.get(TITLE, ""), *(heading.text for heading, _ in sections))).lower()
    if not re.search(r"lesson|learn|retro|post.?mortem", about):
        return
    for text in (common.get(HAPPENED, ""), *(block.text for _, blocks in sections for block in blocks)):
        for item in LIST_ITEM.split(text)[1:] if LIST_ITEM.match(text) else ():
            day = ANY_DAY.search(item)
            title = item.replace(day[0], "", 1).strip(" :-–—\n") if day else item.strip()
            yield {TITLE: title.split("\n")[0], HAPPENED: title, **({DATE: day[0]} if day else {})}


def _inherit(common: Fields) -> Fields:
    """The facts about a document that hold for each lesson in it."""
    return {name: value for name, value in common.items() if name not in (TITLE, HAPPENED)}


def _append(fields: Fields, column: str, text: str, heading: str = "") -> None:
    """Adds a passage; a second one of a column keeps its heading."""
    if text.strip():
        old = fields.get(column, "")
        fields[column] = f"{old}\n\n{heading}\n{text.strip()}" if old and heading else "\n\n".join(filter(None, (old, text.strip())))


def _describe(name: str, fields: Fields) -> Fields:
    """The fields with their own names for title, day, people and references. The lesson is a draft, whatever its file says."""
    entry = {TITLE: "", DATE: ""}
    for key, text in fields.items():
        value = LIST_ITEM.sub("", text) if header_key(key) in PEOPLE_KEYS else text
        column = TITLE if header_key(key) == "title" else DATE if header_key(key) in DATE_KEYS else key
        if header_key(key) in PEOPLE_KEYS:
            column = INITIALS if SHORT_NAMES.fullmatch(value.strip()) else PEOPLE
        if column == STATUS or header_key(key) == "status":
            column = "Status in the file"
        if value.strip() and not is_no_value(value.strip()):
            entry[column] = "\n".join(filter(None, (entry.get(column, ""), value.strip())))
    entry[TITLE] = entry[TITLE] or Path(name).stem.replace("_", " ").strip()
    entry[DATE] = entry[DATE] or _first_day(f"{entry[TITLE]} {Path(name).stem}") or _first_day("\n".join(fields.values()))
    reference = ID.search(entry[TITLE]) or ID.search(Path(name).stem)
    same = SAME.search("\n".join(fields.values()))
    entry |= {REFERENCE: reference[0] if reference else "", RECURRENCE: same[1] if same else ""}
    return {column: value for column, value in entry.items() if value or column == DATE} | {STATUS: "Draft", FILE: name}


def _day_of(fields: Fields) -> str:
    return next((value for key, value in fields.items() if header_key(key) in DATE_KEYS and value), "")


def _first_day(text: str) -> str:
    """The first day that a text names, such as that of a timeline."""
    match = ANY_DAY.search(text)
    return match[0] if match else ""


def _table_text(rows: Sequence[Sequence[str]]) -> str:
    """A table as lines: the first cell, and the others with their headers."""
    header, *lines = rows
    texts = (
        [row[0], *(f"{name}: {cell}" for name, cell in zip(header[1:], row[1:], strict=False) if cell and not is_no_value(cell))]
        for row in lines
    )
    return "\n".join(f"- {'; '.join(filter(None, text))}" for text in texts if any(text))


def _to_table(name: str, entries: Sequence[Fields]) -> RawTable:
    columns = list(dict.fromkeys(column for entry in entries for column in entry))
    rows = [RawRow(1, columns), *(RawRow(line, [entry.get(column, "") for column in columns]) for line, entry in enumerate(entries, 2))]
    return RawTable(name, "", rows, has_header=True, is_documents=True)


def _largest(name: str, tables: Sequence[Block]) -> RawTable:
    """The largest table of a document without lessons: it may be a register."""
    rows = max((block.rows for block in tables), key=len, default=())
    return RawTable(name, "", [RawRow(line, row) for line, row in enumerate(rows, 1)] if len(rows) > 2 else [], is_grid=True)
