"""Reads files and folders: finds out what each file is by its first bytes, and says what was not read and why."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.errors import InvalidInput
from graph_service.ingest.readers.delimited import read_delimited
from graph_service.ingest.readers.encodings import decode
from graph_service.ingest.readers.json_files import read_json
from graph_service.ingest.readers.markdown import SUFFIXES as MARKDOWN
from graph_service.ingest.readers.markdown import is_markdown, merge_documents, read_markdown
from graph_service.ingest.readers.raw_table import Notice, NoticeKind, RawTable, is_blank
from graph_service.ingest.readers.workbooks import is_workbook, read_workbook
from graph_service.ingest.report import REFUSED_FILE, WARNINGS_FILE
from graph_service.ingest.source_files import SourceFile, read_source_file

WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xls", ".ods")
DELIMITED = (".csv", ".tsv", ".tab", ".txt")
JSON = (".json", ".jsonl", ".ndjson")
OWN_LISTS = (REFUSED_FILE, WARNINGS_FILE)  # the import itself writes them
# Written by operating systems, and by programs that have a file open.
IGNORED = re.compile(r"desktop\.ini|thumbs\.db|\..*|~\$.*", re.IGNORECASE)
COPY = re.compile(r"( \(\d+\)| ?- ?copy(?: \(\d+\))?| copy(?: \d+)?)$|^copy of ", re.IGNORECASE)
WEB_PAGE = re.compile(r"\s*(<!doctype html|<html|<table|<\?xml|mime-version:)", re.IGNORECASE)
HEAD = 500  # bytes in which a web page or a tab shows
MAX_FILE_SIZE = 2_000_000_000  # bytes
LARGE = 5_000_000  # bytes
MAX_MEMBERS = 2_000  # files in an archive
MAX_UNPACKED = 300_000_000  # bytes


@dataclass(slots=True)
class Contents:
    """What was read. `exact` are the files that are named after an import table and have its column names; `raw` is to be matched."""

    exact: list[SourceFile] = field(default_factory=list[SourceFile])
    raw: list[RawTable] = field(default_factory=list[RawTable])
    notices: list[Notice] = field(default_factory=list[Notice])


def read_paths(paths: Iterable[Path], columns: Mapping[str, Sequence[str]], encoding: str | None = None) -> Contents:
    """Reads each file, and the files of each folder without its subfolders. `columns` are the column names of each import table.

    A file that cannot be read never stops the others: a notice says what is wrong with it. Raises InvalidInput if a path does not exist.
    """
    contents = Contents()
    files = [file for path in paths for file in _files(path, contents.notices)]
    for path in _without_copies(files, contents.notices):
        _add(path, contents, columns, encoding)
    contents.raw = merge_documents(contents.raw)
    return contents


def read_file(name: str, data: bytes, encoding: str | None = None) -> list[RawTable]:
    """Reads the tables of one file. Raises InvalidInput if it is no table of a known kind."""
    suffix = Path(name).suffix.lower()
    if is_workbook(data):
        return _read_as_workbook(name, data, suffix, encoding)
    if not data.strip():
        raise InvalidInput(f"{name} is empty.")
    head = decode(data[:HEAD]).text
    if suffix in (*WORKBOOKS, ".html", ".htm") and WEB_PAGE.match(head):
        raise InvalidInput(f"{name} is a web page or XML, not a workbook. Open it in a spreadsheet program and save it as .xlsx.")
    if suffix == ".xls" and "\t" in head:  # written by SAP and others
        table = read_delimited(name, lambda: io.BytesIO(data), encoding)
        table.notices.append(Notice(NoticeKind.NOTE, "is text, although its name ends in .xls, and was read as text", name))
        return [table]
    if suffix in WORKBOOKS:
        return read_workbook(name, data)
    if suffix in JSON:
        return [read_json(name, lambda: io.BytesIO(data), encoding)]
    if suffix in DELIMITED:
        return [read_delimited(name, lambda: io.BytesIO(data), encoding)]
    if is_markdown(name, data):
        return [read_markdown(name, data, encoding)]
    raise InvalidInput(
        f"{name} is not a table of a known kind: workbooks ({' '.join(WORKBOOKS)}), CSV, TSV, JSON, JSON Lines and Markdown are read."
    )


def _read_archive(name: str, data: bytes, encoding: str | None) -> list[RawTable]:
    """The tables of the files in a .zip; those that cannot be read are named, and do not stop the others."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [entry for entry in archive.infolist() if not entry.is_dir() and not IGNORED.fullmatch(Path(entry.filename).name)]
        if len(members) > MAX_MEMBERS or sum(entry.file_size for entry in members) > MAX_UNPACKED:
            raise InvalidInput(
                f"{name} contains more than {MAX_MEMBERS:,} files or {MAX_UNPACKED // 1_000_000} MB. Unpack it, and import the folder."
            )
        tables: list[RawTable] = []
        for entry in members:
            try:
                if entry.flag_bits & 1:
                    raise InvalidInput(f"{entry.filename} is protected by a password.")
                inner = archive.read(entry)
                if zipfile.is_zipfile(io.BytesIO(inner)) and not is_workbook(inner):
                    raise InvalidInput(f"{entry.filename} is an archive within an archive, and was not read.")
                tables += read_file(entry.filename, inner, encoding)
            except (InvalidInput, zipfile.BadZipFile, NotImplementedError) as error:
                text = error.message if isinstance(error, InvalidInput) else f"cannot be unpacked: {error}"
                tables.append(
                    RawTable(
                        entry.filename,
                        "",
                        [],
                        notices=[Notice(NoticeKind.FAULT, text.removeprefix(f"{entry.filename} "), f"{name}, {entry.filename}")],
                    )
                )
        return tables


def _read_as_workbook(name: str, data: bytes, suffix: str, encoding: str | None) -> list[RawTable]:
    if suffix == ".zip":
        return _read_archive(name, data, encoding)
    if suffix in (".docx", ".pptx", ".doc", ".ppt", ".pdf", ".msg"):
        raise InvalidInput(f"{name} is not a table. Copy its tables into a workbook.")
    tables = read_workbook(name, data)
    if suffix not in WORKBOOKS:
        for table in tables[:1]:
            table.notices.append(Notice(NoticeKind.NOTE, f"is a workbook, although its name ends in {suffix}, and was read as one", name))
    return tables


def _files(path: Path, notices: list[Notice]) -> Iterator[Path]:
    if not path.exists():
        raise InvalidInput(f"{path} does not exist.")
    if not path.is_dir():
        yield path
        return
    ignored = list[str]()
    for entry in sorted(path.iterdir()):
        if IGNORED.fullmatch(entry.name):
            ignored.append(entry.name)
        elif entry.name in OWN_LISTS:
            continue
        elif entry.is_dir():
            notices.append(_describe_folder(entry))
        else:
            yield entry
    if ignored:
        notices.append(Notice(NoticeKind.LEFT_OUT, f"ignored: {', '.join(ignored)}", str(path)))


def _describe_folder(folder: Path) -> Notice:
    tables = sorted(file.name for file in folder.iterdir() if file.suffix.lower() in (*WORKBOOKS, *DELIMITED, *JSON, *MARKDOWN))
    if folder.suffix.lower() in (*WORKBOOKS, *DELIMITED, *JSON):
        return Notice(NoticeKind.FAULT, "is a folder that is named like a file, and was not read", folder.name)
    if tables:
        text = f"is a subfolder with {', '.join(tables[:5])}, and was not read. To load it: graph-service import {folder}"
        return Notice(NoticeKind.LEFT_OUT, text, folder.name)
    return Notice(NoticeKind.LEFT_OUT, "is a subfolder, and was not read", folder.name)


def _without_copies(files: list[Path], notices: list[Notice]) -> Iterator[Path]:
    """Leaves out "lessons (1).csv" where "lessons.csv" is in the same folder: one of them is an older download."""
    names = {(file.parent, file.name.lower()) for file in files}
    for file in files:
        original = COPY.sub("", file.stem) + file.suffix
        if original != file.name and (file.parent, original.lower()) in names:
            text = f"looks like a copy of {original} and was not read. Import it alone if it is the right one"
            notices.append(Notice(NoticeKind.LEFT_OUT, text, file.name))
        else:
            yield file


def _add(path: Path, contents: Contents, columns: Mapping[str, Sequence[str]], encoding: str | None) -> None:
    try:
        if path.stat().st_size > MAX_FILE_SIZE:
            raise InvalidInput(f"{path.name} has {path.stat().st_size:,} bytes; at most {MAX_FILE_SIZE:,} are read. Split it.")
        exact = None if encoding else _read_exact(path, columns)
        if exact is not None:
            contents.exact.append(exact)
            return
        tables = _read_path(path, encoding)
    except OSError as error:
        contents.notices.append(Notice(NoticeKind.FAULT, f"cannot be read: {error.strerror}", path.name))
    except InvalidInput as error:
        known = path.suffix.lower() in (*WORKBOOKS, *DELIMITED, *JSON)
        kind = NoticeKind.FAULT if known and path.stat().st_size else NoticeKind.LEFT_OUT
        contents.notices.append(Notice(kind, error.message.removeprefix(f"{path.name} "), path.name))
    else:
        contents.raw += tables
        if not tables:
            contents.notices.append(Notice(NoticeKind.LEFT_OUT, "contains no cells", path.name))


def _read_path(path: Path, encoding: str | None) -> list[RawTable]:
    """A large CSV or JSON file is never in memory as a whole."""
    with path.open("rb") as file:
        head = file.read(8)
    if path.stat().st_size > LARGE and not is_workbook(head):
        if path.suffix.lower() in DELIMITED:
            return [read_delimited(path.name, lambda: path.open("rb"), encoding)]
        if path.suffix.lower() in JSON:
            return [read_json(path.name, lambda: path.open("rb"), encoding)]
    return read_file(path.name, path.read_bytes(), encoding)


def _read_exact(path: Path, columns: Mapping[str, Sequence[str]]) -> SourceFile | None:
    """Reads a comma-separated file in UTF-8 that is named after a table and has its column names; None if it is any other file."""
    if path.suffix != ".csv" or path.stem.lower() not in columns:
        return None
    with path.open("rb") as file:
        head = file.readline(100_000)
    try:
        names = [name.strip() for name in next(csv.reader([head.decode("utf-8-sig")]), list[str]())]
        if is_blank(names) or len(set(names)) < len(names) or not set(names) <= set(columns[path.stem.lower()]):
            return None
        return read_source_file(path, path.stem.lower())
    except (UnicodeDecodeError, csv.Error, InvalidInput):
        return None  # read again, row by row
