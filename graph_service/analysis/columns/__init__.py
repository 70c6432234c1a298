"""The columns of the analysis: read from the graph, encoded, and kept up to date from the activity log."""
