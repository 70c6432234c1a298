import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

// The service's Content-Security-Policy allows files of its own and nothing else: no inline script, nothing as data in an address.
export default defineConfig(({ mode }) => ({
  plugins: [preact()],
  build: {
    // GraphiQL is built after the dashboard and beside it: in one build, they would share a Preact with all that GraphiQL needs of it.
    rolldownOptions: { input: mode === "graphiql" ? "graphiql.html" : "index.html" },
    emptyOutDir: mode !== "graphiql",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: mode === "graphiql" ? 3000 : 700,
  },
  server: { proxy: { "/graphql": "http://127.0.0.1:8000" } },
  test: { include: ["src/**/*.test.ts"] },
}));
