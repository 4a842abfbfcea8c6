// A reverse proxy as docs/ configures it: the very file, in which names, addresses, the places of
// certificates and the longest time are replaced and nothing else.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { Process } from "../../conformance/support/processes.js";

const kDocs = new URL("../../docs/", import.meta.url);
export const kHeadSeconds = 2; // instead of 10: a test waits for it

// Replaces and complains where there was nothing to replace: the file has changed, this must, too.
function replaced(text, changes) {
  for (const [old, now] of changes) {
    if (!text.includes(old)) throw new Error(`the documentation has no "${old}" any more`);
    text = text.replaceAll(old, now);
  }
  return text;
}

const listens = (port) => new Promise((resolve) => {
  const socket = connect(port, "127.0.0.1");
  socket.once("connect", () => { socket.destroy(); resolve(true); });
  socket.once("error", () => resolve(false));
});

// site: { name, port, plainPort, backend, cert, key }, backend being a port.
function nginxText(site, folder) {
  const text = replaced(readFileSync(new URL("nginx.conf", kDocs), "utf8"), [
    ["listen 80;", `listen 127.0.0.1:${site.plainPort};`],
    ["listen [::]:80;", ""],
    ["listen 443 ssl http2;", `listen 127.0.0.1:${site.port} ssl http2;`],
    ["listen [::]:443 ssl http2;", ""],
    ["/etc/letsencrypt/live/social.example.org/fullchain.pem", site.cert],
    ["/etc/letsencrypt/live/social.example.org/privkey.pem", site.key],
    ["https://social.example.org", `https://${site.name}:${site.port}`],
    ["server_name social.example.org", `server_name ${site.name}`],
    ["server 127.0.0.1:8080", `server 127.0.0.1:${site.backend}`],
    ["client_header_timeout 10s", `client_header_timeout ${kHeadSeconds}s`],
  ]);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder}/${kind};`);
  const user = process.getuid() === 0 ? "user root;" : "";
  // What is around it is like Debian's nginx.conf, which compresses unless told otherwise.
  return `${user} pid ${folder}/pid; error_log stderr; events { worker_connections 768; }
    http { access_log off; gzip on; gzip_types application/activity+json application/json; default_type application/octet-stream;
    ${temporary.join(" ")}\n${text}}`;
}

function caddyText(site, folder) {
  return replaced(readFileSync(new URL("Caddyfile", kDocs), "utf8"), [
    ["\n{\n", `\n{\n\tadmin off\n\tskip_install_trust\n\tdefault_bind 127.0.0.1\n\tstorage file_system ${folder}/storage\n` +
      `\thttp_port ${site.plainPort}\n\thttps_port ${site.port}\n`],
    ["\nsocial.example.org {\n", `\n${site.name} {\n\ttls ${site.cert} ${site.key}\n`],
    ["reverse_proxy 127.0.0.1:8080", `reverse_proxy 127.0.0.1:${site.backend}`],
    ["read_header 10s", `read_header ${kHeadSeconds}s`],
  ]);
}

const kKinds = {
  nginx: { text: nginxText, args: (file) => ["-c", file, "-e", "stderr", "-g", "daemon off;"] },
  caddy: { text: caddyText, args: (file) => ["run", "--adapter", "caddyfile", "--config", file] },
};

export class Proxy {
  // kind: "nginx" or "caddy"; program: where it is; site as above.
  constructor(kind, program, site, folder) {
    const place = `${folder}/${kind}-${site.name}`;
    mkdirSync(place, { recursive: true });
    writeFileSync(`${place}/config`, kKinds[kind].text(site, place));
    this.name = kind;
    this.site = site;
    this.origin = `https://${site.name}:${site.port}`;
    const env = { HOME: place, XDG_CONFIG_HOME: place, XDG_DATA_HOME: place };
    this.process = new Process(program, kKinds[kind].args(`${place}/config`), { log: `${place}/log`, env });
  }
  start() { return this.process.start(() => listens(this.site.port)); }
  stop() { return this.process.stop(); }
}
