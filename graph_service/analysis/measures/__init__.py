"""One module per measure of the analysis."""
