// Writes the built page as the table of server/page_files.h, each file compressed beforehand, and
// fails where what a browser needs to begin is too large: node embed.js DIST TABLE

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [dist, table] = process.argv.slice(2);
const mostToBegin = 60 * 1024;
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
};

const paths = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1))
  .filter((path) => path !== "manifest.json")
  .sort();

const files = paths.map((path) => {
  const bytes = readFileSync(join(dist, path));
  const type = types[extname(path)];
  if (!type) throw new Error(`${path}: no type is known for it`);
  return {
    path,
    type,
    brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    gzip: gzipSync(bytes, { level: 9 }),
  };
});

// What index.html names, what that imports at once, and the styles of both.
function filesToBegin() {
  const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));
  const chunks = Object.values(manifest);
  const found = new Set();
  const add = (file) => {
    if (found.has(file)) return;
    found.add(file);
    const chunk = chunks.find((one) => one.file === file);
    for (const style of chunk?.css ?? []) found.add(style);
    for (const name of chunk?.imports ?? []) add(manifest[name].file);
  };
  for (const [, file] of readFileSync(join(dist, "index.html"), "utf8").matchAll(/(?:src|href)="\/app\/([^"]+)"/g)) add(file);
  return files.filter((file) => found.has(file.path));
}

const literal = (bytes) =>
  `std::string_view("${Array.from(bytes, (byte) => "\\" + byte.toString(8).padStart(3, "0")).join("")}", ${bytes.length})`;

const rows = files.map((file) => `    {"${file.path}", "${file.type}", ${literal(file.brotli)}, ${literal(file.gzip)}},\n`);
writeFileSync(
  table,
  `// Made by frontend/embed.js.\n#include "server/page_files.h"\n\nnamespace hallway {\nnamespace {\n\n` +
    `constexpr PageFile kPageFiles[] = {\n${rows.join("")}};\n\n}  // namespace\n\n` +
    `std::span<const PageFile> page_files() { return kPageFiles; }\n\n}  // namespace hallway\n`,
);

const toBegin = filesToBegin();
const size = (coding) => toBegin.reduce((sum, file) => sum + file[coding].length, 0);
const kib = (bytes) => (bytes / 1024).toFixed(1);
console.log(`The page begins with ${kib(size("brotli"))} KiB (brotli), ${kib(size("gzip"))} KiB (gzip) of script and style; ${kib(mostToBegin)} are allowed.`);
if (size("gzip") > mostToBegin) {
  console.error("That is too much: load later what the first screen does not need.");
  process.exit(1);
}
