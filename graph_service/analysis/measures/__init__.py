"""One module for each question that the analysis answers."""
