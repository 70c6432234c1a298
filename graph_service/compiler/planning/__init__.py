"""Where a statement starts: the planner, the estimates it compares, and the sizes of the graph that these rest on."""
