"""Mapping files: which column of a source is which property, kept for the next file from the same source."""

import json
import re
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from graph_service.errors import InvalidInput
from graph_service.ingest.matching.vocabulary import header_key
from graph_service.ingest.tables import EXTRA

NAME = re.compile(r"[\w][\w .-]{0,80}")


@dataclass(frozen=True, slots=True)
class MappedTable:
    """One table of a source: the kind of its rows, and the target of each header. None leaves a column out; `extra` keeps it as an additional
    field."""

    kind: str
    columns: AnyMapping[str, str | None]

    def applies_to(self, headers: Iterable[str]) -> bool:
        """Whether a table has all the headers that are mapped to something."""
        keys = {header_key(header) for header in headers}
        mapped = {header_key(header) for header, target in self.columns.items() if target and target != EXTRA}
        return bool(mapped) and mapped <= keys

    def has(self, header: str) -> bool:
        """Whether the mapping says anything about a header."""
        return header_key(header) in {header_key(name) for name in self.columns}

    def target(self, header: str) -> str | None:
        """The target of a header, whatever its case and punctuation."""
        return {header_key(name): target for name, target in self.columns.items()}.get(header_key(header))


@dataclass(slots=True)
class Mapping:
    """What is known about a source. `choices` holds the answers to questions, by name: order, missingDay, since."""

    name: str
    tables: list[MappedTable] = field(default_factory=list[MappedTable])
    choices: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def headers(self) -> frozenset[str]:
        """The keys of all headers."""
        return frozenset(header_key(header) for table in self.tables for header in table.columns)

    def find(self, headers: Iterable[str]) -> MappedTable | None:
        """The table of the mapping that applies to these headers and maps most of them."""
        names = list(headers)
        tables = [table for table in self.tables if table.applies_to(names)]
        return max(tables, key=lambda table: len(table.columns), default=None)


def mapping_path(folder: Path, name: str) -> Path:
    """The path of a mapping file. Raises InvalidInput if the name cannot be that of a file."""
    if not NAME.fullmatch(name):
        raise InvalidInput(f"--map is {name!r}, but must be a name of letters, digits, blanks, points and hyphens.")
    return folder / f"{name}.json"


def read_mapping(path: Path) -> Mapping | None:
    """Reads a mapping file; None if there is no such file. Raises InvalidInput if it is not one."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise InvalidInput(f"The mapping {path} cannot be read: {error}. Correct or delete it.") from error
    try:
        return mapping_from(path.stem, value)
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidInput(f"The mapping {path} is not one: {error!r}. Correct or delete it.") from error


def mapping_from(name: str, value: Any) -> Mapping:
    """The mapping in a JSON value. Raises KeyError, TypeError or AttributeError if it has another form."""
    tables = [MappedTable(str(table["noun"]), cast("dict[str, str | None]", dict(table["columns"]))) for table in value["tables"]]
    return Mapping(name, tables, dict(value.get("choices", {})))


def write_mapping(mapping: Mapping, path: Path) -> None:
    """Writes a mapping file. Raises InvalidInput if it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(mapping_to(mapping), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"The mapping cannot be written to {path}: {error.strerror}.") from error


def mapping_to(mapping: Mapping) -> dict[str, Any]:
    """The mapping as a JSON value."""
    tables = [{"noun": table.kind, "columns": dict(table.columns)} for table in mapping.tables]
    return {"tables": tables, "choices": mapping.choices}
