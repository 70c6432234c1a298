"""The dashboard: TypeScript in src/, built by Vite into dist/ and served as static files. It uses the GraphQL API like any other client."""
