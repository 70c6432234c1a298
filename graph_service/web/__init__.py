"""The dashboard: TypeScript in src/, built by Vite into dist/, served as files. A client of the GraphQL API like any other."""
