"""Makes ids for rows that have none. The same row gets the same id when the file comes again."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

from graph_service.ingest.conversion.directory import Directory
from graph_service.ingest.conversion.drafts import Draft
from graph_service.ingest.readers.raw_table import NoticeKind
from graph_service.ingest.values.names import name_key, slug

# The columns that identify a row without an id.
STABLE_COLUMNS: Mapping[str, Sequence[str]] = {
    "lessons": ("title", "learnedOn"),
    "reuses": ("lesson", "person", "project", "reusedOn"),
    "rundowns": ("project", "phase", "heldOn"),
}
NAMED = ("people", "projects", "topics", "departments")


def complete_ids(draft: Draft, directory: Directory) -> None:
    """Fills the ids that a draft of nodes lacks: of an existing node of the same name or address, else made of the name or of stable columns."""
    make = _named_id(draft, directory) if draft.kind in NAMED else _hashed_id(draft) if draft.kind in STABLE_COLUMNS else None
    if make is None:
        return
    made = 0

    def complete(record: Mapping[str, str]) -> str:
        nonlocal made
        if record.get("id", "").strip():
            return record["id"]
        made += 1
        return make(record)

    if "id" in draft.columns:
        if all(map(str.strip, draft.cells("id"))):
            return
        draft.replace("id", lambda row, text: text if text.strip() else complete(dict(zip(draft.columns, row.cells or (), strict=True))))
    else:
        draft.add_column("id", complete)
    if made:
        draft.made_from = ("name",) if draft.kind in NAMED else STABLE_COLUMNS[draft.kind]
        source = " and ".join(draft.made_from)
        draft.note(
            NoticeKind.NOTE,
            f"{made:,} {'row has' if made == 1 else 'rows have'} no id; it is made of {source} and stays the same when the row comes again",
            "id",
        )


def _named_id(draft: Draft, directory: Directory) -> Callable[[Mapping[str, str]], str]:
    entries = directory.of(draft.kind)

    def make(record: Mapping[str, str]) -> str:
        for text in (record.get("email", ""), record.get("name", "")):
            if text and len(found := directory.find(draft.kind, text)) == 1:
                return next(iter(found))
        return new_id(record.get("name", ""), entries.names)

    return make


def new_id(name: str, taken: Mapping[str, str]) -> str:
    """An id made of a name. An id of another name is never taken."""
    base = slug(name) or digest([name])
    number, id_ = 1, base
    while id_ in taken and name_key(taken[id_]) != name_key(name):
        number += 1
        id_ = f"{base}-{number}"
    return id_


def _hashed_id(draft: Draft) -> Callable[[Mapping[str, str]], str]:
    seen: dict[str, int] = {}  # two reuses of one day may be two; two equal lessons are one

    def make(record: Mapping[str, str]) -> str:
        id_ = f"{draft.kind[:-1]}-{digest([record.get(column, '') for column in STABLE_COLUMNS[draft.kind]])}"
        if draft.kind != "reuses":
            return id_
        seen[id_] = seen.get(id_, 0) + 1
        return id_ if seen[id_] == 1 else f"{id_}-{seen[id_]}"

    return make


def digest(values: Sequence[str]) -> str:
    """Ten hexadecimal digits that depend only on the values, without case and surrounding blanks."""
    return sha256("\x1f".join(" ".join(value.split()).casefold() for value in values).encode("utf-8", "surrogatepass")).hexdigest()[:10]
