"""A validated GraphQL selection in, one Cypher statement with parameters out, and its row back as the response.

Knows no noun of any field: what the graph holds, and what may be asked of it, is told by mapping/.

| The way of a question | |
|---|---|
| operations, values, selection | a document is looked up, its variables are taken apart into structure and values, what is selected becomes a tree |
| statements, matches | the tree of a root field becomes a statement: one node, a page, figures, groups, the best matches of words, what was changed |
| projection, pages, aggregates, grouping, maps | what is selected of a node, of a list, of the figures of a list, and the maps all of that is returned in |
| source, filters, sets, order, fulltext | where rows come from, which of them, in what order; sets holds the rules for where a condition is best begun |
| writer, cost | names, parameters and the one place where text becomes a statement; what it costs before it runs |
| completion, resolvers | the row becomes the response: at once where all is plain, else by graphql-core field by field |

A type whose values stand in the response as they are is one line in CHECKS (completion.py).
"""
