"""The graph's facts as arrays, and the tools that work on such arrays."""
