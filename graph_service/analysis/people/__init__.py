"""The person-to-person network."""
