"""The statement that reads the rows of a table, assembled from the Cypher expressions of its columns."""

from typing import Final, LiteralString

from graph_service.analysis.facts.table_registry import NODE_TABLES, LinkTable, NodeTable, links_of
from graph_service.model.labels import Label

# Reads the next $page nodes after the id $after, plus the nodes in $ids. Callers use one of the two and leave the other empty.
ROWS_TEMPLATE: LiteralString = """
CALL () {
  MATCH (node:LABEL)
  WHERE node.id > $after AND CONDITION
  RETURN node ORDER BY node.id LIMIT $page
  UNION ALL
  UNWIND $ids AS id
  MATCH (node:LABEL {id: id}) USING INDEX SEEK node:LABEL(id)
  WHERE CONDITION
  RETURN node
}
RETURN collect([
  VALUES
]) AS rows
"""


def rows_statement(table: NodeTable) -> LiteralString:
    """The statement that reads for each node its columns, in their order, then a list of rows for each of its link tables.

    CALL () { MATCH (node:Person) ... RETURN node }
    RETURN collect([
      node.id,
      coalesce(node.active, true),
      ...,
      [(node)-[link:MEMBER_OF]->(other) | [node.id, other.id, toString(link.from), toString(link.to)]]
    ]) AS rows
    """
    columns: list[LiteralString] = [column.cypher for column in table.columns.values()]
    values = ",\n  ".join([*columns, *(_link_rows(link) for link in links_of(table))])
    statement = ROWS_TEMPLATE.replace("LABEL", table.label.value).replace("CONDITION", table.condition)
    return statement.replace("VALUES", values)


def _link_rows(table: LinkTable) -> LiteralString:
    return "[" + table.pattern + " | [" + ", ".join([column.cypher for column in table.columns.values()]) + "]]"


ROWS_STATEMENTS: Final[dict[Label, LiteralString]] = {table.label: rows_statement(table) for table in NODE_TABLES}
