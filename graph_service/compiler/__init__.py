"""Compiles GraphQL to Cypher: one statement per root field, whose one record becomes the response. Works for any graph (see mapping/).

The steps of a request:

1. execution/operations: a document is prepared once. `request_values` splits the variables of each request into structure and values; for each
   structure there is a plan.
2. selection: the selection set becomes a tree of `SelectedField`, with arguments coerced and fragments expanded.
3. statements: each root field becomes one statement. A GraphQL filter is compiled by `conditions/filters`; `planning`
   decides where it starts.
4. execution/plans: the statements run with the values as parameters.
5. execution/completion: the rows are checked and returned. Anything unexpected goes through graphql-core instead (`execution/resolvers`).

    { lessons(first: 2, where: {status: {eq: PUBLISHED}}) { nodes { title project { name } } } }
        RETURN {nodes: COLLECT { MATCH (n0:Lesson) USING INDEX n0:Lesson(id) WHERE n0.status = $p0 AND n0.id IS NOT NULL
            WITH n0 ORDER BY n0.id LIMIT $p1 WITH n0, n0{.title, project: head([(n0)-[e1:LEARNED_ON]->(n2) | n2{.name}])} AS item RETURN item }} AS row

| part of the query | module | Cypher |
|---|---|---|
| selection set | projection, map_projection | n0{.title, project: ...} |
| list with nodes, edges, totalCount, pageInfo | lists/pages; lists/node_source for the pattern | COLLECT { MATCH ... LIMIT $p1 ... } |
| where | conditions/filters, planning | WHERE n0.status = $p0 |
| search | conditions/fulltext, conditions/search_text | CALL db.index.fulltext.queryNodes(...) |
| sort | lists/sorting | ORDER BY n0.id |
| after, before | lists/keyset, lists/cursors | WHERE n0.title >= $p0 AND ... |
| lessonsAggregate, lessonsGrouped | lists/aggregates, lists/grouping | count(*), sum(n0.hoursSaved) |
| all of them | statement_builder, expressions, operation_cost | variables, parameters, the number of rows |
"""
