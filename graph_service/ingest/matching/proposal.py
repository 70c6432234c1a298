"""Proposes the kind of each table and the target of each column, with a confidence, examples and alternatives."""

from collections.abc import Container, Iterable, Sequence
from itertools import islice
from pathlib import Path

from graph_service.ingest.matching.content import SAMPLE, content_factor, email_share, has_directions, has_languages
from graph_service.ingest.matching.detection import Column, DetectedTable, detect_tables
from graph_service.ingest.matching.headers import header_keys, name_score
from graph_service.ingest.matching.mapping_file import MappedTable, Mapping
from graph_service.ingest.matching.table_proposal import ColumnProposal, TableProposal
from graph_service.ingest.matching.vocabulary import (
    NAME_HINTS,
    REQUIRED,
    RESULT_ID,
    RESULT_KEYS,
    TARGETS_BY_KIND,
    Content,
    Target,
    header_key,
)
from graph_service.ingest.readers.raw_table import Notice, NoticeKind, RawTable
from graph_service.ingest.tables import EXTRA, TABLE_SPECS
from graph_service.name_values import MAX_FIELDS

MIN_SCORE = 0.5
SYNONYM = 0.9  # what a synonym gets at least; less is only like one
MIN_TABLE_SCORE = 1.5
HINT = 1.5  # what a word in the name of the file or sheet adds to the score of a kind
EXAMPLES = 3
MAX_HEADER = 120  # characters of the header of an additional field
LEVELS = frozenset({"learnedIn", "department"})  # several columns are the levels of one path
LAST_LEVELS = frozenset({"costcentre", "costcenter"})  # only where no other column has departments
REPEATED = frozenset({"learnedBy", "topics"})
# The columns of the service's own tables that hold the ids, next to columns with the names.
ID_COLUMNS = {"projectid": "project", "learnerids": "learnedBy", "departmentids": "learnedIn", "topicids": "topics"}


def propose(
    tables: Iterable[RawTable], mappings: Sequence[Mapping] = (), overrides: dict[str, str | None] | None = None
) -> tuple[list[TableProposal], list[Notice]]:
    """Proposes the kind of each table and the targets of its columns, and says which files and sheets hold no table. The first mapping that
    applies decides.

    `overrides` maps headers to targets, or to None to leave a column out.
    """
    further_headers = frozenset(key for mapping in mappings for key in mapping.headers) | frozenset(map(header_key, overrides or ()))
    proposals: list[TableProposal] = []
    notices: list[Notice] = []
    for raw in tables:
        detected = detect_tables(raw, further_headers)
        found = [proposal for table in detected if (proposal := propose_table(table, mappings, overrides or {})) is not None]
        proposals += found
        faults = [notice for table in detected for notice in table.notices if notice.kind is NoticeKind.FAULT]
        if not found and raw.rows:
            notices += faults or [_not_a_table(raw, detected)]
        elif not raw.rows:
            notices += raw.notices
    return proposals, notices


def _not_a_table(raw: RawTable, detected: Sequence[DetectedTable]) -> Notice:
    faulty = next((notice for notice in raw.notices if notice.kind is NoticeKind.FAULT), None)
    if faulty is not None:
        return faulty
    unreadable = next((row for row in raw.rows if row.fault), None)
    if unreadable is not None and not any(any(row.cells) for row in raw.rows):
        text = f"contains no row that can be read. The first one: {unreadable.fault}"
        return Notice(NoticeKind.FAULT, text, raw.file, raw.sheet, f"line {unreadable.line}")
    headers = ", ".join(repr(header) for header in (detected[0].headers if detected else raw.rows[0].cells)[:6])
    text = f"contains no table that the import recognises, and was not read. Its first row is {headers[:200]}"
    return Notice(NoticeKind.LEFT_OUT, text, raw.file, raw.sheet)


def propose_table(table: DetectedTable, mappings: Sequence[Mapping], overrides: dict[str, str | None]) -> TableProposal | None:
    """The best proposal for a table; None if it is of no known kind."""
    proposal = _propose_table(table, mappings, overrides) if table.columns else None
    return None if proposal is None else _complete(proposal)


def _complete(proposal: TableProposal) -> TableProposal:
    _match_result_columns(proposal)
    keep_unmatched_columns(proposal)
    return proposal


def keep_unmatched_columns(proposal: TableProposal) -> None:
    """Keeps the columns without a target as additional fields, unless a person left them out.

    Of a table of the service itself, which has the ids and the names of related nodes, only ids count.
    """
    spec = TABLE_SPECS[proposal.kind]
    has_ids = proposal.is_exact and any(header_key(column.header) in ID_COLUMNS for column in proposal.columns)
    if has_ids or not any(column.name == EXTRA for column in spec.columns):
        return
    rest = [column for column in proposal.columns if column.target is None and column.reason not in ("mapping", "chosen")]
    named = [each for each in rest if header_key(each.header) not in RESULT_KEYS and not _is_text(each)]
    for column in named[:MAX_FIELDS]:
        column.target, column.confidence, column.reason = EXTRA, 1.0, EXTRA
        column.alternatives = column.alternatives or _alternatives(proposal.kind, column.header)


def _is_text(column: ColumnProposal) -> bool:
    """Whether a header is an instruction beside the table: a long text, or what merged cells repeat in every row."""
    return len(column.header) > MAX_HEADER or (
        bool(column.examples) and all(each.startswith(column.header[:60]) for each in column.examples)
    )


def _match_result_columns(proposal: TableProposal) -> None:
    """Reads the ids that an earlier import added to the file, unless it has ids of its own, and none of the other columns that were added."""
    for column in proposal.columns:
        if (key := header_key(column.header)) in RESULT_KEYS:
            column.target = "id" if key == RESULT_ID and not proposal.indexes("id") else None
            column.confidence, column.reason, column.alternatives = 1.0, "name", []


def _propose_table(table: DetectedTable, mappings: Sequence[Mapping], overrides: dict[str, str | None]) -> TableProposal | None:
    for mapping in mappings:
        if (mapped := mapping.find([*table.headers, *(name for name, _ in table.facts)])) is not None:
            return _apply_mapping(table, mapping.name, mapped, overrides)
    proposal = _propose_exact(table)
    if proposal is None or any(column.target is None for column in proposal.columns):
        by_words = _propose_by_words(table)
        proposal = by_words if proposal is None or (by_words is not None and _is_better(by_words, proposal)) else proposal
    if proposal is not None and overrides:
        _override(proposal, overrides)
    return proposal


def _apply_mapping(table: DetectedTable, name: str, mapped: MappedTable, overrides: dict[str, str | None]) -> TableProposal:
    table = table.with_facts() if mapped.kind == "lessons" else table
    columns = [
        ColumnProposal(
            column.index,
            column.header,
            mapped.target(column.header),
            1.0,
            "mapping" if mapped.has(column.header) else "",
            _examples(table, column),
        )
        for column in table.columns
        if column.header
    ]
    proposal = TableProposal(table, mapped.kind, columns, mapping=name)
    _override(proposal, overrides)
    return proposal


def propose_as(table: DetectedTable, kind: str) -> TableProposal:
    """The proposal for a table of which a person says what its rows are."""
    samples = {column.index: list(islice(table.values(column.index), SAMPLE)) for column in table.columns}
    proposal = TableProposal(table, kind, _match(table, kind, TARGETS_BY_KIND.get(kind, ()), samples))
    return _complete(proposal)


def _override(proposal: TableProposal, overrides: dict[str, str | None]) -> None:
    by_key = {header_key(header): target for header, target in overrides.items()}
    for column in proposal.columns:
        if header_key(column.header) in by_key:
            column.target, column.confidence, column.reason = by_key[header_key(column.header)], 1.0, "mapping"


def _propose_exact(table: DetectedTable) -> TableProposal | None:
    """Proposes the import table whose required columns the table has by name, whatever their case."""
    names = {key: column for column in table.columns if column.header for key in header_keys(column.header)[:1]}
    stem = header_key(Path(table.file).stem)
    best: tuple[int, bool, str] | None = None
    for spec in TABLE_SPECS.values():
        matched = [column for column in spec.columns if header_key(column.name) in names]
        missing = [column for column in spec.columns if column.required and column.name != "id" and column not in matched]
        distinctive = [column for column in matched if column.name not in ("id", "name", "title", "description")]
        if (
            missing
            or len(matched) < 2
            or _has_other_id(spec.name, names)
            or not (distinctive or stem.startswith(header_key(spec.name)[:-1]))
        ):
            continue
        rank = (len(matched), stem == header_key(spec.name), spec.name)
        best = rank if best is None or rank[:2] > best[:2] else best
    return None if best is None else _exact(table, best[2])


def _is_better(by_words: TableProposal, exact: TableProposal) -> bool:
    """Whether words explain a table better than our names do: a list of projects with a column Department is not one of their owners alone."""
    if by_words.kind == exact.kind:
        return _has_more_meaning(exact)
    explained, exactly = (sum(column.target is not None for column in proposal.columns) for proposal in (by_words, exact))
    return explained > exactly


def _has_more_meaning(exact: TableProposal) -> bool:
    """Whether a table with our names has columns that mean people, or something that has no name of ours, such as the birthday of a person."""
    own = {column.name for column in TABLE_SPECS[exact.kind].columns}
    open_ = (target for target in TARGETS_BY_KIND.get(exact.kind, ()) if not exact.indexes(target.name))
    targets = [target for target in open_ if target.name not in own or target.content is Content.NAME]
    rest = [column.header for column in exact.columns if column.target is None]
    return any(name_score(header, target) >= SYNONYM for header in rest for target in targets)


def _has_other_id(kind: str, names: Container[str]) -> bool:
    """Whether a table has no column "id", but one that means it, such as "Employee ID"."""
    target = next((target for target in TARGETS_BY_KIND.get(kind, ()) if target.name == "id"), None)
    return target is not None and "id" not in names and any(word in names for word in target.words)


def _exact(table: DetectedTable, kind: str) -> TableProposal:
    own = {header_key(column.name): column.name for column in TABLE_SPECS[kind].columns}
    aliases = ID_COLUMNS if kind == "lessons" else {}
    taken = {aliases[key] for column in table.columns if (key := header_key(column.header)) in aliases}
    columns: list[ColumnProposal] = []
    for column in table.columns:
        if column.header:
            key = header_key(column.header)
            target = aliases.get(key) or own.get(key)
            if (target in taken and key not in aliases) or (target == "language" and not has_languages(table.values(column.index))):
                target = None
            proposal = ColumnProposal(column.index, column.header, target, 1.0 if target else 0.0, "name", _examples(table, column))
            if target is None:
                proposal.alternatives = _alternatives(kind, column.header)
            columns.append(proposal)
    return TableProposal(table, kind, columns, is_exact=True)


def _alternatives(kind: str, header: str) -> list[str]:
    scores = sorted(((name_score(header, target), target.name) for target in TARGETS_BY_KIND.get(kind, ())), reverse=True)
    return [name for score, name in scores[:2] if score >= MIN_SCORE]


def _propose_by_words(table: DetectedTable) -> TableProposal | None:
    samples = {column.index: list(islice(table.values(column.index), SAMPLE)) for column in table.columns}
    best: tuple[float, str, list[ColumnProposal]] | None = None
    kinds: set[str] = set()
    for kind, targets in TARGETS_BY_KIND.items():
        if kind == "reuses" and "lessons" in kinds and not _is_said(kind, [*table.headers, table.file, table.sheet]):
            continue  # a register may have a column such as "Cost saving", too
        columns = _match(table, kind, targets, samples)
        found = {column.target for column in columns if column.target}
        if len(found) < 2 or not all(found & needed for needed in REQUIRED[kind]):
            continue
        kinds.add(kind)
        score = _kind_score(table, kind, targets, columns)
        if best is None or score > best[0]:
            best = (score, kind, columns)
    if best is None or best[0] < MIN_TABLE_SCORE:
        return None
    if best[1] == "lessons" and (complete := table.with_facts()) is not table:
        samples = {column.index: list(islice(complete.values(column.index), SAMPLE)) for column in complete.columns}
        return TableProposal(complete, "lessons", _match(complete, "lessons", TARGETS_BY_KIND["lessons"], samples))
    return TableProposal(table, best[1], best[2])


def _kind_score(table: DetectedTable, kind: str, targets: Sequence[Target], columns: Sequence[ColumnProposal]) -> float:
    weights = {target.name: target.weight for target in targets}
    matched = {column.target: max(column.confidence, 0.0) for column in columns if column.target}
    hint = _is_said(kind, (table.file, table.sheet)) or (
        kind == "lessons" and any(header_key(name).startswith("lesson") for name in table.headers)
    )
    return sum(weights[target] * confidence for target, confidence in matched.items()) + (HINT if hint else 0.0)


def _is_said(kind: str, names: Iterable[str]) -> bool:
    return any(word in name.lower() for name in names for word in NAME_HINTS[kind])


def _match(table: DetectedTable, kind: str, targets: Sequence[Target], samples: dict[int, list[str]]) -> list[ColumnProposal]:
    """Matches columns and targets, the best pair first. A target takes further columns only where they make a list or a path."""
    scores = sorted(
        (
            (score, -column.index, order)
            for column in table.columns
            for order, target in enumerate(targets)
            if (score := _score(kind, column, target, samples)) >= MIN_SCORE
        ),
        reverse=True,
    )
    columns = {column.index: column for column in table.columns if column.header}
    proposals = {index: ColumnProposal(index, column.header, None, 0.0, "", _examples(table, column)) for index, column in columns.items()}
    taken: dict[str, str] = {}
    for score, negative, order in scores:
        proposal, target = proposals[-negative], targets[order]
        is_free = target.name not in taken if columns[-negative].is_fact else _may_take(target, header_key(proposal.header), taken, score)
        if proposal.target is None and is_free:
            proposal.target, proposal.confidence = target.name, round(score, 2)
            proposal.reason = "name" if score >= 1 else "content" if not name_score(proposal.header, target) else "synonym"
            taken.setdefault(target.name, header_key(proposal.header))
        elif proposal.target != target.name and target.name not in proposal.alternatives:
            proposal.alternatives.append(target.name)
    return list(proposals.values())


def _may_take(target: Target, key: str, taken: dict[str, str], score: float) -> bool:
    if target.name not in taken:
        return True
    if key in LAST_LEVELS:
        return False
    if target.content is Content.LONG_TEXT:  # "Lessons learned" next to "Recommendations", but not what is only like one
        return target.several and score >= SYNONYM
    return target.several and (target.name != "learnedBy" or taken[target.name] == key)


def _score(kind: str, column: Column, target: Target, samples: dict[int, list[str]]) -> float:
    if not column.header or header_key(column.header) in RESULT_KEYS:
        return 0.0
    values = samples[column.index]
    score = name_score(column.header, target)
    if target.name == "id" and score < SYNONYM and len(set(values)) < len(values):
        return 0.0  # "Company code"
    if score > MIN_SCORE and header_key(column.header) in LAST_LEVELS:
        score = MIN_SCORE
    if score == 0 and target.name == "email" and values and email_share(values) >= 0.8:
        return 0.6
    if score == 0 and target.name == "direction" and has_directions(values):  # "Impact (+/-)"
        return 0.6
    return score * content_factor(kind, target, values) if score >= MIN_SCORE else 0.0


def _examples(table: DetectedTable, column: Column) -> list[str]:
    return [value[:80] for value in islice(dict.fromkeys(islice(table.values(column.index), 100)), EXAMPLES)]
