import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

// The service's Content-Security-Policy allows files of its own and nothing else: no inline script, nothing as data in an address.
export default defineConfig({
  plugins: [preact()],
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700 },
  server: { proxy: { "/graphql": "http://127.0.0.1:8000" } },
  test: { include: ["src/**/*.test.ts"] },
});
