import preact from "@preact/preset-vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Removes the indentation of the generated queries, a tenth of the scripts that the first page loads. */
const compactQueries: Plugin = {
  name: "compact-queries",
  enforce: "pre",
  transform: (code, id) => (id.endsWith("/generated/graphql.ts") ? { code: code.replace(/\n +/g, "\n"), map: null } : null),
};

// The service's Content-Security-Policy allows only files from the service itself: no inline scripts and no data: URLs.
export default defineConfig(({ mode }) => ({
  plugins: [compactQueries, preact()],
  build: {
    // GraphiQL is built separately: in one build, the dashboard would load the larger Preact chunk that GraphiQL needs.
    rolldownOptions: { input: mode === "graphiql" ? "graphiql.html" : "index.html" },
    emptyOutDir: mode !== "graphiql",
    assetsInlineLimit: 0,
    cssTarget: ["chrome123", "firefox128", "safari17.5"], // they know light-dark(), which would otherwise be rewritten
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: mode === "graphiql" ? 3000 : 700,
  },
  server: { proxy: { "/graphql": "http://127.0.0.1:8000" } },
  // The tests share no state; a process for each file would take ten times as long.
  test: { include: ["src/**/*.test.ts"], pool: "threads", isolate: false },
}));
