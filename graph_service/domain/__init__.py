"""What the PMO does, one verb per function, each one transaction that ends in its Activity."""
