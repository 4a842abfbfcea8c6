// The S3 server as a test drives it, and what it has, seen past the node.

import { existsSync, readdirSync } from "node:fs";
import { Process } from "../support/processes.js";

export class Storage {
  name = "S3 storage";

  constructor({ host, port, folder }) {
    this.origin = `http://${host}:${port}`;
    this.folder = `${folder}/objects`;
    // Its continuation tokens are made with a cipher that OpenSSL 3 calls old.
    this.process = new Process(process.execPath, ["--openssl-legacy-provider", "serve.js", host, String(port), this.folder], { log: `${folder}/s3.log` });
  }
  start() { return this.process.start(async () => (await fetch(this.origin)).status > 0); }
  stop() { return this.process.stop(); }

  // The keys of its objects, from its own disk.
  keys() {
    const root = `${this.folder}/media`;
    if (!existsSync(root)) return [];
    return readdirSync(root, { recursive: true })
      .filter((file) => file.endsWith("._S3rver_object"))
      .map((file) => file.slice(0, -"._S3rver_object".length))
      .sort();
  }
}

// How a node is told of it.
export function settings(storage, secret = "S3RVER") {
  return {
    HALLWAY_S3_ENDPOINT: storage.origin, HALLWAY_S3_BUCKET: "media", HALLWAY_S3_ACCESS_KEY: "S3RVER",
    HALLWAY_S3_SECRET: secret, HALLWAY_S3_PREFIX: "hallway/",
  };
}
