"""The corrections and answers that a person gives about uploaded files before they are loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from graph_service.errors import InvalidInput
from graph_service.ingest.conversion import CREATABLE, Choices
from graph_service.ingest.matching import TableProposal
from graph_service.ingest.matching.proposal import propose_as
from graph_service.ingest.matching.vocabulary import TARGETS_BY_KIND
from graph_service.ingest.tables import TABLE_SPECS
from graph_service.ingest.values.days import DayOrder
from graph_service.model.days import FIRST_DAY

FIELDS = ("tables", "order", "missingDay", "since", "create", "clear")
TARGETS: Mapping[str, list[str]] = {
    kind: list(dict.fromkeys([*(target.name for target in TARGETS_BY_KIND.get(kind, ())), *(column.name for column in spec.columns)]))
    for kind, spec in TABLE_SPECS.items()
}
"""The targets of columns, by the kind of their table."""


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """The correction of one table. kind: None leaves the table out. columns: targets by position; None leaves the column out."""

    kind: str | None
    columns: Mapping[int, str | None]


@dataclass(frozen=True, slots=True)
class Answers:
    """tables: corrections by the position of the table in the review. clear: whether empty cells remove values."""

    choices: Choices = field(default_factory=Choices)
    tables: Mapping[int, TableAnswer] = field(default_factory=dict[int, TableAnswer])
    clear: bool = False


def parse_answers(value: Any) -> Answers:
    """The answers in a JSON value. Raises InvalidInput, which names the field and its rule."""
    fields = _object(value, "The answers")
    if unknown := [name for name in fields if name not in FIELDS]:
        raise InvalidInput(f"{unknown[0]!r} is not an answer. The answers are {', '.join(FIELDS)}.", field=unknown[0])
    order = _one_of(fields, "order", [order.value for order in DayOrder])
    missing_day = _one_of(fields, "missingDay", ["first", "refuse"])
    create = _names(fields.get("create", []))
    choices = Choices(DayOrder(order) if order else None, missing_day == "first", _since(fields.get("since")), create)
    tables = {_position(key): _table(key, table) for key, table in _object(fields.get("tables", {}), "tables").items()}
    return Answers(choices, tables, fields.get("clear") is True)


def apply_answers(proposals: list[TableProposal], answers: Answers) -> list[TableProposal | None]:
    """The proposals as the person corrected them, None for those that are left out. Positions stay the same."""
    return [_correct(proposal, answers.tables.get(number)) for number, proposal in enumerate(proposals)]


def _correct(proposal: TableProposal, answer: TableAnswer | None) -> TableProposal | None:
    if answer is None:
        return proposal
    if answer.kind is None:
        return None
    corrected = proposal if answer.kind == proposal.kind else propose_as(proposal.table, answer.kind)
    for column in corrected.columns:
        if column.index in answer.columns and column.target != answer.columns[column.index]:
            column.target, column.confidence, column.reason = answer.columns[column.index], 1.0, "chosen"
    return corrected


def _table(key: str, value: Any) -> TableAnswer:
    fields = _object(value, f"tables.{key}")
    kind = fields.get("noun")
    if kind is not None and kind not in TABLE_SPECS:
        raise InvalidInput(f"tables.{key}.noun is {str(kind)[:100]!r}, but must be one of {', '.join(TABLE_SPECS)}.", field="tables")
    columns = {_position(index): target for index, target in _object(fields.get("columns", {}), f"tables.{key}.columns").items()}
    for target in columns.values():
        if target is not None and target not in TARGETS.get(kind or "", ()):
            raise InvalidInput(f"{str(target)[:100]!r} is not a property of {kind}.", field="tables")
    return TableAnswer(kind, columns)


def _position(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise InvalidInput(f"{text[:100]!r} is not the position of a table or column.", field="tables")
    return int(text)


def _since(value: Any) -> date | None:
    if value in (None, ""):
        return None
    try:
        return FIRST_DAY if value == "always" else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InvalidInput(f"since is {str(value)[:100]!r}, but must be a day such as 2021-03-31, or always.", field="since") from None


def _names(value: Any) -> frozenset[str]:
    names = cast("list[Any]", value) if isinstance(value, list) else [value]
    if wrong := [name for name in names if name not in CREATABLE]:
        raise InvalidInput(f"create is {str(wrong[0])[:100]!r}, but must be a list of {', '.join(CREATABLE)}.", field="create")
    return frozenset(names)


def _one_of(fields: Mapping[str, Any], name: str, allowed: list[str]) -> str | None:
    value = fields.get(name)
    if value not in (None, *allowed):
        raise InvalidInput(f"{name} is {str(value)[:100]!r}, but must be {' or '.join(allowed)}.", field=name)
    return value


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidInput(f"{name} must be a JSON object.")
    return cast("dict[str, Any]", value)
