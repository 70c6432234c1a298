"""A validated GraphQL selection in, one Cypher statement with parameters out, and its row back as the response.

Knows no noun of any field: what the graph holds is told by markers on the types (markers.py).

| The way of a question | |
|---|---|
| markers, registry, types, inputs | classes with markers become GraphQL types, filters, sorts and figures, once when the service starts |
| operations, values, selection | a document is looked up, its variables are taken apart into structure and values, what is selected becomes a tree |
| statements, matches | the tree of a root field becomes a statement: one node, a page, figures, groups, or the best matches of words |
| projection, pages, aggregates, grouping, maps | what is selected of a node, of a list, of the figures of a list, and the maps all of that is returned in |
| source, filters, operators, sets, order, figures, fulltext | where rows come from, which of them, in what order; sets holds the rules for where a condition is best begun |
| writer, cost | names, parameters and the one place where text becomes a statement; what it costs before it runs |
| completion, resolvers | the row becomes the response: at once where all is plain, else by graphql-core field by field |

Tables to extend: OPERATORS in operators.py, FIGURES in figures.py, PARTS in grouping.py, CHECKS in completion.py.
"""
