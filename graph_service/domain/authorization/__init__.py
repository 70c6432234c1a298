"""What callers may change: contributors only what is their own, and nobody anything that they may not read."""
