"""Maps GraphQL types to the nodes and relationships of a property graph. Works for any graph: no label or field of the PMO occurs here.

| module | content |
|---|---|
| annotations | what a node class is declared with: `@node`, `related(...)`, `stored(...)`, `@edge` |
| node_types, resolution | the declarations as data (`Node`, `Property`, `Relation`), and how they are read from the classes |
| scalars | Date and DateTime, which stay text between Neo4j and JSON |
| operators, aggregates, grouping_keys | tables: how values are compared, aggregated and grouped, with the Cypher of each entry |
| registry, inputs, outputs, schema_types | the GraphQL types that follow, built once at startup: `where` and `sort` inputs, connections, aggregates, groups, root fields |

To add an operator, an aggregate or a date part, add one line to OPERATORS, AGGREGATES or DATE_PARTS. The Cypher of whole queries is
written by compiler/.
"""
