"""What chance alone would have produced."""
