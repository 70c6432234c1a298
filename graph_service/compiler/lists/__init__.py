"""Lists of nodes: pages, sorting, aggregates and groups, and the clause that their rows come from."""
