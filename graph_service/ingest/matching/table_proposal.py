"""What is proposed for a table: what kind it is, and what each of its columns is for."""

from dataclasses import dataclass, field

from graph_service.ingest.matching.detection import DetectedTable
from graph_service.ingest.matching.mapping_file import MappedTable


@dataclass(slots=True)
class ColumnProposal:
    """The proposed target of a column. `target` is None if nothing fits; `confidence` is from 0 to 1; `reason` is name, synonym, content or mapping.

    `examples` are its first different values. `alternatives` are other targets that fit less well.
    """

    index: int
    header: str
    target: str | None
    confidence: float
    reason: str
    examples: list[str] = field(default_factory=list[str])
    alternatives: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class TableProposal:
    """The proposed kind of a table, which is the name of its import table, such as lessons, and the targets of its columns.

    is_exact: the columns have the names of the import table, so that nothing needs to be confirmed.
    """

    table: DetectedTable
    kind: str
    columns: list[ColumnProposal]
    is_exact: bool = False
    mapping: str = ""

    @property
    def needs_answer(self) -> bool:
        """Whether a person should look at it before it is loaded."""
        return not self.is_exact and not self.mapping

    def indexes(self, target: str) -> list[int]:
        """The positions of the columns with this target, from left to right."""
        return [column.index for column in self.columns if column.target == target]

    def to_mapping(self) -> MappedTable:
        """The table as part of a mapping file."""
        return MappedTable(self.kind, {column.header: column.target for column in self.columns if column.header})
