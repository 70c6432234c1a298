"""The network's answers over GraphQL, one file per question: its types, and the fields it adds to `network`."""
