// A Hallway node as one side of the talk, driven only through the client API in Mastodon's shape.

import { output, Process } from "./processes.js";

export class HallwaySide {
  name = "Hallway";

  // It listens at host and port. Others know it as `origin` if that is given, which is https then and
  // needs permits for private addresses; `env` is what else configures it.
  constructor({ binary, host, port, folder, origin, env = {} }) {
    this.origin = origin ?? `http://${host}:${port}`;
    this.domain = new URL(this.origin).host;
    this.handle = `@hal@${this.domain}`;
    this.binary = binary;
    this.data = `${folder}/hallway`;
    this.port = port;
    this.env = {
      ...(origin ? {} : { HALLWAY_FEDERATION_PLAIN_HTTP: "true", HALLWAY_FEDERATION_PERMIT: "127.0.0.0/8" }),
      HALLWAY_NODE_BIND: host,
      HALLWAY_LIMITS_API_REQUESTS: "0",  // watching means asking often
      ...env,
    };
    this.process = new Process(binary, ["serve", this.data], { log: `${folder}/hallway.log`, env: this.env });
  }

  run(...args) { return output(this.binary, args, { env: this.env }); }

  async create() {
    await this.run("init", this.data, "--domain", this.domain, "--port", String(this.port), "--mode", "open");
    await this.run("account", "add", "hal", "--data", this.data);
    const printed = await this.run("token", "hal", "--data", this.data, "--scopes", "read write follow push admin");
    this.token = printed.trim().split(/\s+/).pop();
  }

  async start() {
    await this.process.start(async () => (await fetch(`${this.origin}/readyz`)).ok);
    this.me = await this.api("GET", "/api/v1/accounts/verify_credentials");
  }
  stop() { return this.process.stop(); }

  async api(method, path, body) {
    const response = await fetch(this.origin + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body ? { "content-type": "application/json" } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return text ? JSON.parse(text) : null;
  }

  // What others call this person: read from the node's own WebFinger answer.
  async learnActor() {
    const resource = encodeURIComponent(this.handle.replace(/^@/, "acct:"));
    const jrd = await (await fetch(`${this.origin}/.well-known/webfinger?resource=${resource}`)).json();
    this.actor = jrd.links.find((link) => link.rel === "self").href;
  }

  // --- doing -------------------------------------------------------------------------------------

  async follow(other) {
    const found = await this.api("GET", `/api/v2/search?resolve=true&type=accounts&q=${encodeURIComponent(other.handle)}`);
    if (found.accounts.length !== 1) throw new Error(`${other.handle} was not found`);
    this.other = found.accounts[0];
    await this.api("POST", `/api/v1/accounts/${this.other.id}/follow`);
  }
  unfollow() { return this.api("POST", `/api/v1/accounts/${this.other.id}/unfollow`); }
  async post(text) { return (await this.api("POST", "/api/v1/statuses", { status: text, visibility: "public" })).uri; }
  // With a picture, given as the bytes of a PNG, and words for those who cannot see it.
  async show(text, bytes, words) {
    const form = new FormData();
    form.set("file", new Blob([bytes], { type: "image/png" }), "picture.png");
    form.set("description", words);
    const response = await fetch(`${this.origin}/api/v2/media`, {
      method: "POST", headers: { authorization: `Bearer ${this.token}` }, body: form,
    });
    if (!response.ok) throw new Error(`the upload was answered ${response.status}: ${await response.text()}`);
    const { id } = await response.json();
    return (await this.api("POST", "/api/v1/statuses", { status: text, visibility: "public", media_ids: [id] })).uri;
  }
  async reply(uri, text) {
    const parent = await this.#status(uri);
    return (await this.api("POST", "/api/v1/statuses", {
      status: `@${parent.account.acct} ${text}`, visibility: "public", in_reply_to_id: parent.id,
    })).uri;
  }
  async edit(uri, text) { return this.api("PUT", `/api/v1/statuses/${await this.#id(uri)}`, { status: text }); }
  async delete(uri) { return this.api("DELETE", `/api/v1/statuses/${await this.#id(uri)}`); }
  async like(uri) { return this.api("POST", `/api/v1/statuses/${await this.#id(uri)}/favourite`); }
  async unlike(uri) { return this.api("POST", `/api/v1/statuses/${await this.#id(uri)}/unfavourite`); }
  async boost(uri) { return this.api("POST", `/api/v1/statuses/${await this.#id(uri)}/reblog`); }
  async unboost(uri) { return this.api("POST", `/api/v1/statuses/${await this.#id(uri)}/unreblog`); }

  // --- seeing ------------------------------------------------------------------------------------

  async #credentials() { return this.api("GET", "/api/v1/accounts/verify_credentials"); }
  async isFollowedBy() { return (await this.#credentials()).followers_count === 1; }
  async isFollowing() { return (await this.#credentials()).following_count === 1; }

  // The status of the home timeline with this uri.
  async #status(uri) {
    const home = await this.api("GET", "/api/v1/timelines/home?limit=40");
    const found = home.find((status) => status.uri === uri);
    if (!found) throw new Error(`${uri} is not in the home timeline`);
    return found;
  }
  async #id(uri) { return (await this.#status(uri)).id; }

  async seen(uri) {
    const home = await this.api("GET", "/api/v1/timelines/home?limit=40");
    const status = home.find((one) => one.uri === uri);
    if (!status) return null;
    const parent = status.in_reply_to_id ? await this.api("GET", `/api/v1/statuses/${status.in_reply_to_id}`) : null;
    const [file] = status.media_attachments;
    const photo = file?.type === "image" ? { url: file.url, words: file.description } : null;
    return { text: status.content, inReplyTo: parent?.uri ?? null, photo };
  }
  async likes(uri) { return (await this.#status(uri)).favourites_count; }
  async boosts(uri) { return (await this.#status(uri)).reblogs_count; }
}
