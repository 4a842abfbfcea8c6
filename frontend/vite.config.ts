import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { build, defineConfig, type Plugin } from "vite";
import { emojiNames } from "./emoji-names.ts";

const out = process.env.HALLWAY_PAGE_OUT ?? "../build/frontend/dist";

const seldom = "emojis-"; // how files begin that come when they are used, and not before

// Lets the file of that name, which the document names first, run as soon as it is there: without
// waiting for styles.
function atOnce(name: string): Plugin {
  return {
    name: "at-once",
    transformIndexHtml: { order: "post", handler: (html) => html.replace(`crossorigin src="/app/files/${name}-`, (found) => `async ${found}`) },
  };
}

// The page's worker is a program of its own, in one file, which knows the names of all others.
function worker(): Plugin {
  return {
    name: "page-worker",
    apply: "build",
    async closeBundle() {
      const files = readdirSync(join(out, "files")).sort();
      const index = readFileSync(join(out, "index.html"), "utf8");
      const digest = createHash("sha256").update(index);
      for (const file of files) digest.update(file);
      await build({
        configFile: false,
        publicDir: false,
        logLevel: "warn",
        define: {
          __FILES__: JSON.stringify(files.map((file) => ({ path: `files/${file}`, begins: index.includes(file), seldom: file.startsWith(seldom) }))),
          __VERSION__: JSON.stringify(digest.digest("hex").slice(0, 12)),
        },
        build: {
          outDir: out,
          emptyOutDir: false,
          target: "es2022",
          reportCompressedSize: false,
          lib: { entry: "src/worker/sw.ts", formats: ["iife"], name: "worker", fileName: () => "sw.js" },
        },
      });
    },
  };
}

export default defineConfig({
  plugins: [svelte({ compilerOptions: { runes: true } }), emojiNames(), atOnce("ahead"), worker()],
  base: "/app/",
  publicDir: false,
  build: {
    assetsDir: "files",
    outDir: out,
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // nothing within the document: its policy forbids that
    modulePreload: { polyfill: false },
    manifest: "manifest.json",
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        chunkFileNames: (chunk) => `files/${chunk.facadeModuleId?.includes("emoji-names/") ? seldom : ""}[name]-[hash].js`,
        // What the page begins with is one file, and a small one before it that asks the node for what
        // the first screen shows: each further file would be one more way to the node and back.
        codeSplitting: {
          groups: [
            { name: "ahead", test: /src\/(ahead|formats|words\/languages)\.ts$|preload-helper/, priority: 2 },
            { name: "begin", tags: ["$initial"], priority: 1 },
          ],
        },
      },
    },
  },
  test: { environment: "jsdom", isolate: false, include: ["src/**/*.test.ts"] },
} as Parameters<typeof defineConfig>[0]);
