"""Corrections made on the import page: saved as column mappings, like those of `import --map`, and used for the next file of the source."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from graph_service.errors import InvalidInput, NotFound
from graph_service.ingest.conversion import Choices
from graph_service.ingest.conversion.expansion import source_name
from graph_service.ingest.input_files import read_mappings
from graph_service.ingest.matching import Mapping, TableProposal, read_mapping, write_mapping
from graph_service.ingest.matching.mapping_file import MappedTable, mapping_path
from graph_service.ingest.uploads.answers import Answers
from graph_service.ingest.values.days import DayOrder

MAX_TABLES = 50  # of a mapping
MAX_MAPPINGS = 200


def save_corrections(folder: Path, chosen: Sequence[TableProposal | None], answers: Answers) -> None:
    """Saves the columns of each corrected table as a mapping named after its source, with the answers about days.

    Raises InvalidInput if the folder cannot be written.
    """
    for number, proposal in enumerate(chosen):
        if proposal is None or number not in answers.tables:
            continue
        name = proposal.mapping or source_name(proposal.table.file, "")
        path = mapping_path(folder, name)
        if not path.exists() and len(read_mappings(folder)) >= MAX_MAPPINGS:
            raise InvalidInput(f"{MAX_MAPPINGS} column mappings are already saved. Forget one that is no longer needed.")
        old = read_mapping(path) or Mapping(name)
        write_mapping(Mapping(name, _with_table(old.tables, proposal), old.choices | _answers_about_days(answers)), path)


def _with_table(tables: Iterable[MappedTable], proposal: TableProposal) -> list[MappedTable]:
    """The tables of a mapping, in which this one replaces the one that has applied to it."""
    others = [table for table in tables if not table.applies_to(proposal.table.headers)]
    return [proposal.to_mapping(), *others][:MAX_TABLES]


def _answers_about_days(answers: Answers) -> dict[str, Any]:
    choices = answers.choices
    kept = {"order": choices.order, "missingDay": "first" if choices.missing_day_first else None, "since": choices.since}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items() if value}


def complete_choices(choices: Choices, mappings: Iterable[Mapping], proposals: Iterable[TableProposal]) -> Choices:
    """The answers of the person; where there is none, the one that was saved with a mapping that applies."""
    used = {proposal.mapping for proposal in proposals if proposal.mapping}
    kept: dict[str, Any] = {}
    for mapping in mappings:
        if mapping.name in used:
            kept = mapping.choices | kept
    return replace(
        choices,
        order=choices.order or (DayOrder(kept["order"]) if kept.get("order") else None),
        missing_day_first=choices.missing_day_first or kept.get("missingDay") == "first",
        since=choices.since or (date.fromisoformat(kept["since"]) if kept.get("since") else None),
    )


def describe_mappings(folder: Path) -> list[dict[str, Any]]:
    """The saved mappings, the newest first, with what each column is read as."""
    return [
        {
            "name": mapping.name,
            "tables": [
                {"noun": table.kind, "columns": [{"header": header, "target": target} for header, target in table.columns.items()]}
                for table in mapping.tables
            ],
        }
        for mapping in read_mappings(folder)
    ]


def forget_mapping(folder: Path, name: str) -> None:
    """Removes a mapping. Raises NotFound if there is none of this name."""
    try:
        mapping_path(folder, name).unlink()
    except (InvalidInput, FileNotFoundError):
        raise NotFound(f"There is no column mapping named {name[:100]!r}.") from None
