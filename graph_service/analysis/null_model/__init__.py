"""The null model: which lessons each reuse could have drawn instead, and what chance alone would have produced."""
