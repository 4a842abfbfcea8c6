// The Fedify server as one side of the talk. Its sibling is hallway_side.js: same methods.

import { Process } from "../support/processes.js";

export class FedifySide {
  name = "Fedify";

  constructor({ host, port, control, knock, folder, name }) {
    this.origin = `http://${host}:${port}`;
    this.handle = `@fay@${host}:${port}`;
    this.actor = `${this.origin}/users/fay`;
    this.control = `http://127.0.0.1:${control}`;
    if (name) this.name = name;
    this.process = new Process(process.execPath, [
      new URL("serve.js", import.meta.url).pathname, "--host", host, "--port", String(port),
      "--control", String(control), "--state", `${folder}/${this.name}.json`, "--knock", knock,
    ], { log: `${folder}/${this.name}.log` });
  }

  start() { return this.process.start(() => this.ask("followers")); }
  stop() { return this.process.stop(); }

  async ask(command, args = {}) {
    const response = await fetch(`${this.control}/${command}`, { method: "POST", body: JSON.stringify(args) });
    const result = await response.json();
    if (!response.ok) throw new Error(`Fedify could not ${command}: ${result.error}`);
    return result;
  }

  // --- doing -------------------------------------------------------------------------------------

  // WebFinger over plain HTTP; Fedify itself would insist on TLS for a handle.
  async find(handle) {
    const acct = handle.replace(/^@/, "acct:");
    const host = handle.split("@").pop();
    const response = await fetch(`http://${host}/.well-known/webfinger?resource=${encodeURIComponent(acct)}`);
    const jrd = await response.json();
    if (jrd.subject !== acct) throw new Error(`the subject is ${jrd.subject}`);
    return jrd.links.find((link) => link.rel === "self" && link.type === "application/activity+json").href;
  }
  async follow(other) {
    this.followed = { actor: await this.find(other.handle) };
    this.followed.follow = (await this.ask("follow", this.followed)).id;
  }
  unfollow() { return this.ask("unfollow", this.followed); }
  async post(text) { return (await this.ask("post", { text })).id; }
  async reply(id, text) { return (await this.ask("post", { text, inReplyTo: id })).id; }
  async show(text, bytes, words) {
    return (await this.ask("post", { text, photo: { bytes: bytes.toString("base64"), words } })).id;
  }
  edit(id, text) { return this.ask("edit", { id, text }); }
  delete(id) { return this.ask("delete", { id }); }
  async like(id) { this.liked = (await this.ask("like", { id })).id; }
  async boost(id) { this.boosted = (await this.ask("boost", { id })).id; }
  unlike(id) { return this.ask("undo", { kind: "like", activity: this.liked, id }); }
  unboost(id) { return this.ask("undo", { kind: "boost", activity: this.boosted, id }); }

  // --- seeing ------------------------------------------------------------------------------------

  // The activities that Fedify took as genuine, in order.
  async taken() { return (await this.ask("arrivals")).filter((a) => a.taken).map((a) => a.body); }

  async isFollowedBy(other) { return (await this.ask("followers")).includes(other.actor); }
  async isFollowing() {
    return (await this.taken()).some((a) => a.type === "Accept" && idOf(a.object) === this.followed.follow);
  }
  // What it knows of a post: null where it never came or was deleted.
  async seen(id) {
    let post = null;
    for (const activity of await this.taken()) {
      if (idOf(activity.object) !== id) continue;
      if (activity.type === "Create" || activity.type === "Update") {
        const { content, inReplyTo, attachment } = activity.object;
        post = { text: content, inReplyTo: idOf(inReplyTo), photo: photoIn(attachment) };
      }
      if (activity.type === "Delete") post = null;
    }
    return post;
  }
  async likes(id) { return this.#standing("Like", id); }
  async boosts(id) { return this.#standing("Announce", id); }

  async #standing(kind, id) {
    const ids = new Set();
    for (const activity of await this.taken()) {
      if (activity.type === kind && idOf(activity.object) === id) ids.add(activity.id);
      if (activity.type === "Undo") ids.delete(idOf(activity.object));
    }
    return ids.size;
  }
}

// What is shown of the one file that a note carries.
function photoIn(attachment) {
  const file = [attachment ?? []].flat()[0];
  return file?.mediaType?.startsWith("image/") ? { url: file.url, words: file.name } : null;
}
function idOf(value) { return typeof value === "string" ? value : value?.id ?? null; }
