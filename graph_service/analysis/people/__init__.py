"""The person-to-person network: who learned from whom, and what network analysis says about it."""
