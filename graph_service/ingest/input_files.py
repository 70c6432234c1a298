"""The first steps of an import of any files: read them, and propose what their tables and columns are. The command line and the dashboard continue:

input_files = read_input(paths, mappings=read_mappings(folder))
prepared = await prepare(graph, input_files.exact, input_files.proposals, choices)
report = prepared.locate(await import_files(graph, prepared.files, unknown=prepared.rules, dry_run=True))
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph_service.errors import InvalidInput
from graph_service.ingest.matching import Mapping, TableProposal, propose, read_mapping
from graph_service.ingest.readers import Contents, Notice, NoticeKind, merge_documents, read_file, read_paths
from graph_service.ingest.source_files import SourceFile
from graph_service.ingest.tables import TABLE_SPECS

COLUMNS = {name: [column.name for column in spec.columns] for name, spec in TABLE_SPECS.items()}


@dataclass(slots=True)
class InputFiles:
    """What was read: files in the form of the import tables (`exact`), other tables with a proposal for each column, and notices."""

    exact: list[SourceFile]
    proposals: list[TableProposal]
    notices: list[Notice]

    @property
    def is_empty(self) -> bool:
        """Whether no table was found."""
        return not self.exact and not self.proposals

    @property
    def has_faults(self) -> bool:
        """Whether a file could not be read."""
        return any(notice.kind is NoticeKind.FAULT for notice in self.notices)

    @property
    def to_confirm(self) -> list[TableProposal]:
        """The proposals that a person should look at before they are loaded."""
        return [proposal for proposal in self.proposals if proposal.needs_answer]


def read_input(
    paths: Iterable[Path],
    *,
    mappings: Sequence[Mapping] = (),
    overrides: dict[str, str | None] | None = None,
    encoding: str | None = None,
) -> InputFiles:
    """Reads files and folders, and proposes what their tables and columns are. Raises InvalidInput if a path does not exist."""
    return _propose(read_paths(paths, COLUMNS, encoding), mappings, overrides)


def read_upload(
    files: Iterable[tuple[str, bytes]], *, mappings: Sequence[Mapping] = (), overrides: dict[str, str | None] | None = None
) -> InputFiles:
    """Like read_input, for files in memory: pairs of name and content."""
    contents = Contents()
    for name, data in files:
        try:
            contents.raw += read_file(name, data)
        except InvalidInput as error:
            contents.notices.append(Notice(NoticeKind.FAULT, error.message.removeprefix(f"{name} "), name))
    contents.raw = merge_documents(contents.raw)
    return _propose(contents, mappings, overrides)


def _propose(contents: Contents, mappings: Sequence[Mapping], overrides: dict[str, str | None] | None) -> InputFiles:
    proposals, notices = propose(contents.raw, mappings, overrides)
    return InputFiles(contents.exact, proposals, [*contents.notices, *notices])


def read_mappings(folder: Path) -> list[Mapping]:
    """All mapping files of a folder, the newest first."""
    paths = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True) if folder.is_dir() else []
    return [mapping for path in paths if (mapping := read_mapping(path)) is not None]
