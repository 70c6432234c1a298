"""Shows what an import reads, proposes and refuses."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from graph_service.ingest import Report
    from graph_service.ingest.input_files import InputFiles
    from graph_service.ingest.matching import TableProposal
    from graph_service.ingest.readers import Notice

EXTRA = "extra"
FIRST = 20  # refused values and changes that are printed


def print_input(input_files: "InputFiles") -> None:
    """Prints the notices about files, and the proposed columns of each table that is not in the form of an import table."""
    print_notices(input_files.notices)
    for proposal in input_files.proposals:
        print_proposal(proposal)


def print_proposal(proposal: "TableProposal") -> None:
    """Prints the proposed kind of table; its columns only if they are not those of the import table."""
    table = proposal.table
    place = f"{table.file}, sheet {table.sheet}" if table.sheet else table.file
    how = f" by the mapping {proposal.mapping}" if proposal.mapping else ""
    click.echo(f"{place}: read as {proposal.kind}{how}, {len(table.rows):,} rows")
    if not proposal.needs_answer:
        return
    output = Table("column", "read as", "confidence", "examples")
    for column in proposal.columns:
        confidence = f"{column.confidence:.0%}" if column.target not in (None, EXTRA) else ""
        target = "additional field" if column.target == EXTRA else column.target or "-"
        output.add_row(column.header, target, confidence, "; ".join(column.examples)[:60])
    Console().print(output)


def print_notices(notices: "Iterable[Notice]") -> None:
    """Prints each notice as one line."""
    for notice in notices:
        value = f": {notice.value!r}" if notice.value and notice.value not in notice.text else ""
        click.echo(f"{notice.place}: {notice.text}{value}")


def print_refusals(report: "Report") -> None:
    """Prints the first refused values and the first changes."""
    for refusal in report.refusals[:FIRST]:
        field = f"{refusal.field} is {refusal.value!r}: " if refusal.field else ""
        click.echo(f"  {refusal.file}, line {refusal.line}: {field}{refusal.rule}")
    if len(report.refusals) > FIRST:
        click.echo(f"  and {len(report.refusals) - FIRST:,} more")
    for change in report.changes[:FIRST]:
        click.echo(f"  {change.table} {change.id}: {change.field} {change.old!r} becomes {change.new!r}")
    if len(report.changes) > FIRST:
        click.echo(f"  and {len(report.changes) - FIRST:,} more values of existing nodes")
