"""Prepares an import: from what was read to rows for the import tables, with notices and the place of each row."""

from asyncio import to_thread
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeVar

from graph_service.callers import Caller
from graph_service.graph import Graph
from graph_service.ingest.conversion.column_values import convert_values
from graph_service.ingest.conversion.directory import Directory, read_directory
from graph_service.ingest.conversion.drafts import SHOWN, Choices, Draft, list_first
from graph_service.ingest.conversion.expansion import expand
from graph_service.ingest.conversion.ids import complete_ids
from graph_service.ingest.conversion.memberships import complete_memberships, memberships_of_learners, merge_people
from graph_service.ingest.conversion.namesakes import describe_namesakes
from graph_service.ingest.conversion.origins import Origins
from graph_service.ingest.conversion.references import Resolver
from graph_service.ingest.matching.table_proposal import TableProposal
from graph_service.ingest.readers.raw_table import Notice, NoticeKind
from graph_service.ingest.report import Refusal, Report, RowWarning
from graph_service.ingest.source_files import SourceFile, SourceRow, stored_source_rows
from graph_service.ingest.tables import TABLE_SPECS
from graph_service.model.enums import ProjectStatus
from graph_service.model.labels import ENTITIES

Reported = TypeVar("Reported", Refusal, RowWarning)
NODES = frozenset(label.plural for label in ENTITIES)
REFERENCED = NODES & {column.references for spec in TABLE_SPECS.values() for column in spec.columns}


@dataclass(slots=True)
class PreparedImport:
    """The rows for the import tables. `rules` says why a text in a reference column is unknown, by kind and text.

    `origins` says where rows come from if not from the lines of their SourceFile. `headers` maps a table and
    a column to the name of the column in the file. `made_from` maps a table to the columns that ids of its rows were made of.
    """

    files: list[SourceFile]
    notices: list[Notice]
    rules: dict[tuple[str, str], str]
    created: dict[str, int]
    origins: Origins = field(default_factory=Origins)
    headers: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    made_from: dict[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])

    @property
    def questions(self) -> list[Notice]:
        """What has to be answered before anything is written."""
        return [notice for notice in self.notices if notice.kind is NoticeKind.QUESTION]

    def locate(self, report: Report) -> Report:
        """The report with the files, lines and columns of the sources."""
        refusals = (self._explain_duplicate(self._locate(each), each) for each in report.refusals)
        return replace(report, refusals=tuple(refusals), warnings=tuple(map(self._locate, report.warnings)))

    def _explain_duplicate(self, located: Refusal, refusal: Refusal) -> Refusal:
        """Names the earlier row by its line and, if ids were made, by the title or name that the reader knows instead of the id."""
        if refusal.earlier is None:
            return located
        file, line = self.origins.find(refusal.table, refusal.earlier, (located.file, refusal.earlier))
        where = f"line {line}" if file == located.file else f"line {line} of {file}"
        columns = self.made_from.get(refusal.table, ())
        if not columns:
            return replace(located, rule=f"{where} has the same {located.field}", earlier=line)
        names = [self.headers.get((refusal.table, column), column) for column in columns]
        value = refusal.shown or located.value
        return replace(located, field=names[0], value=value, rule=f"{where} has the same {' and '.join(names)}", earlier=line)

    def _locate(self, entry: Reported) -> Reported:
        file, line = self.origins.find(entry.table, entry.line, (entry.file, entry.line))
        return replace(entry, file=file, line=line, field=self.headers.get((entry.table, entry.field), entry.field))


async def prepare(
    graph: Graph, exact: Iterable[SourceFile], proposals: Sequence[TableProposal], choices: Choices, caller: Caller | None = None
) -> PreparedImport:
    """Converts files in the form of the import tables, and proposed tables, to rows for the import tables.

    Reads from the graph which ids exist, and names only where a cell is not an id that exists or is in the import. For a caller below
    administrator, a reference to a restricted lesson is one to an unknown lesson.
    """
    drafts = await to_thread(_drafts, exact, proposals, choices)
    own = await to_thread(_own_ids, drafts)
    unknown = await to_thread(_unknown_ids, drafts, own)
    directory = await read_directory(graph, unknown, _kinds_to_name(drafts), caller)
    resolver = Resolver(directory, choices)
    prepared = await to_thread(_resolve, drafts, resolver, own)
    prepared.rules.update(await describe_namesakes(graph, resolver.ambiguous, drafts, caller))
    return prepared


def _drafts(exact: Iterable[SourceFile], proposals: Sequence[TableProposal], choices: Choices) -> list[Draft]:
    drafts = [Draft.of_source(source) for source in exact]
    for proposal in proposals:
        drafts += expand(proposal, choices)
    convert_values(drafts, choices)
    return drafts


def _own_ids(drafts: Sequence[Draft]) -> dict[str, set[str]]:
    """The ids in the import of the nodes that rows may refer to, by kind."""
    own: dict[str, set[str]] = {}
    for draft in drafts:
        if draft.kind in REFERENCED and "id" in draft.columns:
            own.setdefault(draft.kind, set()).update(map(str.strip, draft.cells("id")))
    return own


def _unknown_ids(drafts: Sequence[Draft], own: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The texts in reference columns that are no id in the import, by kind."""
    unknown: dict[str, set[str]] = {}
    for draft in drafts:
        columns = [
            (column.references, draft.columns.index(column.name), column.is_list)
            for column in TABLE_SPECS[draft.kind].columns
            if column.references and column.name in draft.columns
        ]
        for row in draft.rows if columns else ():
            cells = row.cells or ()
            for kind, position, is_list in columns if cells else ():
                text = cells[position]
                for entry in map(str.strip, text.split("|") if is_list else (text,)):
                    if entry and entry not in own.get(kind, ()):
                        unknown.setdefault(kind, set()).add(entry)
    return unknown


def _kinds_to_name(drafts: Sequence[Draft]) -> set[str]:
    """The kinds of which names are needed whatever the ids: rows without an id take that of a node with their name."""
    return {draft.kind for draft in drafts if draft.kind in NODES and not (draft.is_exact and "id" in draft.columns)} - {
        "lessons",
        "reuses",
    }


def _resolve(drafts: list[Draft], resolver: Resolver, own: Mapping[str, set[str]]) -> PreparedImport:
    directory, choices = resolver.directory, resolver.choices
    paths = [draft for draft in drafts if draft.kind == "departments" and draft.columns == ["name"]]
    rows = [draft for draft in drafts if draft not in paths]
    for draft in rows:
        _prepare_nodes(draft, directory, own)
    for draft in paths:
        resolver.add_departments(draft)
    for draft in rows:
        resolver.resolve(draft)
        if draft.kind not in ("people", "projects", "topics", "departments") and draft.kind in NODES:
            complete_ids(draft, directory)
    for draft in rows:
        if draft.kind == "memberships" and not draft.is_exact:
            complete_memberships(draft, choices)
    new_people = {record["id"] for draft in resolver.created if draft.kind == "people" for _, record in draft.records()}
    learners = [memberships_of_learners(draft, new_people) for draft in rows if draft.kind == "lessons" and not draft.is_exact]
    every = [*rows, *resolver.created, *filter(None, learners)]
    created = {draft.kind: 0 for draft in resolver.created}
    for draft in resolver.created:
        created[draft.kind] += len(draft.rows)
        names = [record["name"] for _, record in draft.records()]
        draft.note(NoticeKind.NOTE, f"new {draft.kind}: {list_first(names)}")
        if addressed := [name for name in names if "@" in name] if draft.kind == "people" else []:
            draft.note(
                NoticeKind.NOTE,
                f"{len(addressed):,} of them get their address as their name, because no name is given: {', '.join(addressed[:SHOWN])}",
            )
    return _merge(every, [notice for draft in [*paths, *every] for notice in draft.notices], resolver.rules, created)


def _prepare_nodes(draft: Draft, directory: Directory, own: Mapping[str, set[str]]) -> None:
    """Completes a draft of people, projects, topics or departments, and adds its rows to the directory."""
    if draft.kind not in ("people", "projects", "topics", "departments", "lessons"):
        return
    if draft.kind != "lessons":
        complete_ids(draft, directory)
        if draft.kind == "people" and not draft.is_exact:
            merge_people(draft)
        if draft.kind == "projects" and not draft.is_exact and "status" not in draft.columns:
            draft.add_column("status", lambda _: ProjectStatus.RUNNING.value)
            draft.note(NoticeKind.NOTE, "the projects have no status; new ones get RUNNING")
    if "id" in draft.columns:
        _add_rows(draft, directory, own)


def _add_rows(draft: Draft, directory: Directory, own: Mapping[str, set[str]]) -> None:
    """Adds the rows of a draft to the directory: only their ids if every reference of the import is an id."""
    entries = directory.of(draft.kind)
    if draft.kind not in directory.named:
        entries.ids = entries.ids | own[draft.kind] if entries.ids else own[draft.kind]
        return
    for _, record in draft.records():
        name = record.get("name") or record.get("title") or entries.names.get(record["id"].strip(), "")
        entries.add(record["id"].strip(), name.strip(), record.get("email", "").strip(), person=draft.kind == "people")
    if draft.kind == "departments" and "partOf" in draft.columns:
        directory.parents.update((record["id"], record["partOf"]) for _, record in draft.records() if record["partOf"])


def _merge(drafts: Sequence[Draft], notices: list[Notice], rules: dict[tuple[str, str], str], created: dict[str, int]) -> PreparedImport:
    prepared = PreparedImport([], notices, rules, created)
    for kind in TABLE_SPECS:
        parts = [draft for draft in drafts if draft.kind == kind and (draft.rows or draft.is_exact)]
        prepared.made_from.update((kind, draft.made_from) for draft in parts if draft.made_from)
        if len(parts) == 1 and _has_unique_lines(parts[0]):
            prepared.files.append(_single(parts[0], prepared))
        elif parts:
            prepared.files.append(_combined(kind, parts, prepared))
    return prepared


def _has_unique_lines(draft: Draft) -> bool:
    if all(row.line < following.line for row, following in pairwise(draft.rows)):
        return True
    return len({row.line for row in draft.rows}) == len(draft.rows)


def _single(draft: Draft, prepared: PreparedImport) -> SourceFile:
    prepared.headers.update({(draft.kind, column): header for column, header in draft.headers.items()})
    for line, origin in draft.origins.items():
        prepared.origins.add(draft.kind, line, origin)
    return SourceFile(draft.kind, place(draft), tuple(draft.columns), draft.rows, draft.faults)


def _combined(kind: str, drafts: Sequence[Draft], prepared: PreparedImport) -> SourceFile:
    """One file of several drafts. Columns that the draft of a row lacks are absent from it."""
    columns = tuple(dict.fromkeys(column for draft in drafts for column in draft.columns))
    rows = stored_source_rows()
    faults: dict[tuple[int, str], str] = {}
    for draft in drafts:
        positions = [draft.position(column) for column in columns]
        absent = frozenset(columns) - frozenset(draft.columns)
        for row in draft.rows:
            line = len(rows) + 1
            cells = None if row.cells is None else ["" if position is None else row.cells[position] for position in positions]
            rows.append(SourceRow(line, cells, absent))
            prepared.origins.add(kind, line, draft.origins.get(row.line, (place(draft), row.line)))
            faults |= {(line, column): draft.faults[row.line, column] for column in ("", *columns) if (row.line, column) in draft.faults}
    names = list(dict.fromkeys(place(draft) for draft in drafts))
    return SourceFile(kind, names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} others", columns, rows, faults)


def place(draft: Draft) -> str:
    """The file of a draft, with its sheet."""
    return f"{draft.file}, sheet {draft.sheet}" if draft.sheet else draft.file
