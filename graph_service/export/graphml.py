"""Writes the graph as GraphML (http://graphml.graphdrawing.org), for Gephi, yEd, networkx and igraph.

Every row of a table of nodes becomes a node, and every reference an edge. The id of a node is its label and its own id.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from xml.sax.saxutils import escape, quoteattr

from graph_service.export.tables import BY_PLURAL, Row, exported_columns
from graph_service.ingest.specification import ColumnSpec, TableSpec
from graph_service.ingest.tables import TABLE_SPECS
from graph_service.model.labels import Label
from graph_service.model.relationships import RelationshipType

NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TYPES: Final[Mapping[tuple[str, str], RelationshipType]] = {
    ("topics", "broader"): RelationshipType.BROADER,
    ("people", "heads"): RelationshipType.HEADS,
    ("projects", "topics"): RelationshipType.CONCERNS,
    ("lessons", "project"): RelationshipType.LEARNED_ON,
    ("lessons", "learnedBy"): RelationshipType.LEARNED_BY,
    ("lessons", "learnedIn"): RelationshipType.LEARNED_IN,
    ("lessons", "recordedBy"): RelationshipType.RECORDED_BY,
    ("lessons", "restrictedToPeople"): RelationshipType.RESTRICTED_TO_PERSON,
    ("lessons", "restrictedToDepartments"): RelationshipType.RESTRICTED_TO_DEPARTMENT,
    ("lessons", "topics"): RelationshipType.ABOUT,
    ("lessons", "buildsOn"): RelationshipType.BUILDS_ON,
    ("lessons", "supersedes"): RelationshipType.SUPERSEDES,
    ("lessons", "recurrenceOf"): RelationshipType.RECURRENCE_OF,
    ("lessons", "notRecurrenceOf"): RelationshipType.NOT_RECURRENCE_OF,
    ("reuses", "lesson"): RelationshipType.REUSE_OF,
    ("reuses", "person"): RelationshipType.REUSED_BY,
    ("reuses", "department"): RelationshipType.REUSED_IN,
    ("reuses", "project"): RelationshipType.REUSED_ON,
    ("reuses", "judgedBy"): RelationshipType.JUDGED_BY,
    ("reuses", "confirmedBy"): RelationshipType.CONFIRMED_BY,
    ("reuses", "rundown"): RelationshipType.DECIDED_IN,
    ("rundowns", "project"): RelationshipType.FOR,
    ("conversations", "project"): RelationshipType.HELD_FOR,
    ("conversations", "with"): RelationshipType.HELD_WITH,
    ("conversations", "heldBy"): RelationshipType.HELD_BY,
    ("tasks", "person"): RelationshipType.ASKED_OF,
    ("tasks", "askedBy"): RelationshipType.ASKED_BY,
    ("structure", ""): RelationshipType.PART_OF,
    ("memberships", ""): RelationshipType.MEMBER_OF,
    ("ownerships", ""): RelationshipType.OWNS,
    ("assignments", ""): RelationshipType.WORKED_ON,
    ("considered", ""): RelationshipType.CONSIDERED,
    ("stewards", ""): RelationshipType.STEWARDED_BY,
    ("reviews", ""): RelationshipType.REVIEWED_BY,
}
NUMBERS: Final = {"hoursSaved": "double", "active": "boolean", "discoverable": "boolean"}


class GraphMLWriter:
    """A writer of one directed graph. A table of relationships becomes edges with its other columns as properties."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._spec: TableSpec | None = None
        self._columns = tuple[ColumnSpec, ...]()
        self._file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{NAMESPACE}">\n')
        for kind, names in (("node", _node_properties()), ("edge", _edge_properties())):
            for name in names:
                type_ = NUMBERS.get(name, "string")
                self._file.write(f'<key id="{kind}_{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"/>\n')
        self._file.write('<graph id="graph" edgedefault="directed">\n')

    def start(self, name: str, columns: Sequence[str]) -> None:
        """Begins a table."""
        self._spec = TABLE_SPECS[name]
        self._columns = tuple(self._spec.column(column) for column in columns)

    def write(self, rows: Iterable[Row]) -> None:
        """Adds the nodes and edges of rows."""
        spec = self._spec
        if spec is not None:
            element = self._node if spec.relationship is None else self._relationship
            self._file.write("".join(element(spec, dict(zip((column.name for column in self._columns), row, strict=True))) for row in rows))

    def _node(self, spec: TableSpec, row: Mapping[str, Any]) -> str:
        label = BY_PLURAL[spec.name]
        own = _node_id(label, row["id"])
        properties = {"label": label.value} | {column.name: row[column.name] for column in self._columns if column.references is None}
        text = f"<node id={own}>{_data('node', properties)}</node>\n"
        for column in self._columns:
            if column.references is not None:
                targets = row[column.name] if column.is_list else [row[column.name]]
                text += "".join(_edge(TYPES[spec.name, column.name], own, _target(column, id_), {}) for id_ in targets if id_ is not None)
        return text

    def _relationship(self, spec: TableSpec, row: Mapping[str, Any]) -> str:
        kind = TYPES[spec.name, ""]
        start, end = (_target(spec.column(name), row[name]) for name in (spec.source, spec.target))
        if BY_PLURAL[spec.column(spec.source).references or ""] is not kind.start:
            start, end = end, start
        return _edge(kind, start, end, {column.name: row[column.name] for column in self._columns if column.references is None})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._file:
            self._file.write("</graph>\n</graphml>\n")


def _node_properties() -> list[str]:
    specs = [spec for spec in TABLE_SPECS.values() if spec.relationship is None]
    return list(
        dict.fromkeys(["label", *(column.name for spec in specs for column in exported_columns(spec) if column.references is None)])
    )


def _edge_properties() -> list[str]:
    specs = [spec for spec in TABLE_SPECS.values() if spec.relationship is not None]
    return list(dict.fromkeys(["type", *(column.name for spec in specs for column in spec.columns if column.references is None)]))


def _target(column: ColumnSpec, id_: str) -> str:
    return _node_id(BY_PLURAL[column.references or ""], id_)


def _node_id(label: Label, id_: str) -> str:
    return quoteattr(f"{label.value}:{_valid(id_)}")


def _edge(kind: RelationshipType, start: str, end: str, properties: Mapping[str, Any]) -> str:
    return f"<edge source={start} target={end}>{_data('edge', {'type': kind.value} | dict(properties))}</edge>\n"


def _data(kind: str, properties: Mapping[str, Any]) -> str:
    return "".join(f'<data key="{kind}_{name}">{_text(value)}</data>' for name, value in properties.items() if value is not None)


def _text(value: Any) -> str:
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return escape(_valid(text))


def _valid(text: str) -> str:
    """The text without characters that XML cannot have."""
    return NOT_IN_XML.sub("\ufffd", text)
