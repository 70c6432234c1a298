"""What may be asked of a graph: its nodes as classes with markers, and the GraphQL types that follow from them.

Knows no noun of any field, and writes no statement: how a question is read stands in compiler/.

| | |
|---|---|
| markers, scalars | what a node is; the values that stay text |
| operators, figures, keys | how a value is compared, what is made of many, what they are grouped by: tables, with the Cypher of each entry |
| registry, types, inputs | the GraphQL types of all that, made once when the service starts |

Adding an operator, a figure or a part of a date is one line in OPERATORS, FIGURES or PARTS.
"""
