// Mastodon.py, the library of most bots and scripts, as Debian has it: one Python process that does
// what it is told, a line of JSON each way.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export class MastodonPy {
  name = "Mastodon.py";

  constructor(node) {
    this.child = spawn("/usr/bin/python3", [fileURLToPath(new URL("mastodon_py.py", import.meta.url)), node.origin], { stdio: ["pipe", "pipe", "inherit"] });
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async call(method, ...args) {
    this.child.stdin.write(`${JSON.stringify([method, args])}\n`);
    const { value, done } = await this.answers.next();
    if (done) throw new Error("Mastodon.py ended");
    const { result, error } = JSON.parse(value);
    if (error) throw new Error(`${method}: ${error}`);
    return result;
  }
  async stop() { this.child.stdin.end(); }

  async signIn(browser) { await this.call("sign_in", await browser.allow(await this.call("address"))); }
  async whoAmI() { return (await this.call("account_verify_credentials")).username; }
  async post(text) { return String((await this.call("status_post", text)).id); }
  #texts(list) { return list.map((status) => (status.reblog ?? status).content).join("\n"); }
  async home() { return this.#texts(await this.call("timeline_home")); }
  async everybody() { return this.#texts(await this.call("timeline_local")); }
  async tagged(tag) { return this.#texts(await this.call("timeline_hashtag", tag)); }
  async like(id) { await this.call("status_favourite", id); }
  async boost(id) { await this.call("status_reblog", id); }
  async boostedBy(id) { return (await this.call("status_reblogged_by", id)).map((one) => one.acct).join(" "); }
  async thread(id) {
    const { ancestors, descendants } = await this.call("status_context", id);
    return this.#texts([...ancestors, await this.call("status", id), ...descendants]);
  }
  async remove(id) { await this.call("status_delete", id); }
  async follow(name) {
    const { id } = await this.call("account_lookup", name);
    await this.call("account_follow", id);
  }
  async following(name) {
    const { id } = await this.call("account_lookup", name);
    return (await this.call("account_following", id)).map((one) => one.acct).join(" ");
  }
}
