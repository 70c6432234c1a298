"""GraphQL API of the network measures. Each module defines the types of one measure and the fields it adds to `network`."""
