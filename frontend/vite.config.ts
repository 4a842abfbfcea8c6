import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [svelte({ compilerOptions: { runes: true } })],
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
  },
  test: { environment: "jsdom", isolate: false, include: ["src/**/*.test.ts"] },
} as Parameters<typeof defineConfig>[0]);
