import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

// Lets the file of that name, which the document names first, run as soon as it is there: without
// waiting for styles.
function atOnce(name: string): Plugin {
  return {
    name: "at-once",
    transformIndexHtml: { order: "post", handler: (html) => html.replace(`crossorigin src="/app/files/${name}-`, (found) => `async ${found}`) },
  };
}

export default defineConfig({
  plugins: [svelte({ compilerOptions: { runes: true } }), atOnce("ahead")],
  base: "/app/",
  publicDir: false,
  build: {
    assetsDir: "files",
    outDir: process.env.HALLWAY_PAGE_OUT ?? "../build/frontend/dist",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // nothing within the document: its policy forbids that
    modulePreload: { polyfill: false },
    manifest: "manifest.json",
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What the page begins with is one file, and a small one before it that asks the node for what
        // the first screen shows: each further file would be one more way to the node and back.
        codeSplitting: {
          groups: [
            { name: "ahead", test: /src\/(ahead|words\/languages)\.ts$|preload-helper/, priority: 2 },
            { name: "begin", tags: ["$initial"], priority: 1 },
          ],
        },
      },
    },
  },
  test: { environment: "jsdom", isolate: false, include: ["src/**/*.test.ts"] },
} as Parameters<typeof defineConfig>[0]);
