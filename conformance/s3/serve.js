// The S3 server, in a process of its own: serve.js HOST PORT FOLDER

import S3rver from "@20minutes/s3rver";

const [host, port, directory] = process.argv.slice(2);
await new S3rver({
  address: host, port: Number(port), directory, silent: false, vhostBuckets: false,
  configureBuckets: [{ name: "media", configs: [] }],
}).run();
process.on("SIGTERM", () => process.exit(0));
