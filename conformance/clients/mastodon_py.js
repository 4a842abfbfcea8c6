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
  #names(list) { return list.map((one) => one.acct).join(" "); }
  #texts(list) { return list.map((status) => (status.reblog ?? status).content).join("\n"); }
  async home() { return this.#texts(await this.call("timeline_home")); }
  async everybody() { return this.#texts(await this.call("timeline_local")); }
  async tagged(tag) { return this.#texts(await this.call("timeline_hashtag", tag)); }
  async like(id) { await this.call("status_favourite", id); }
  async boost(id) { await this.call("status_reblog", id); }
  async boostedBy(id) { return this.#names(await this.call("status_reblogged_by", id)); }
  async thread(id) {
    const { ancestors, descendants } = await this.call("status_context", id);
    return this.#texts([...ancestors, await this.call("status", id), ...descendants]);
  }
  async listen() { await this.call("listen"); }
  async told() { return this.call("told"); }
  async remove(id) { await this.call("status_delete", id); }
  async follow(name) {
    const { id } = await this.call("account_lookup", name);
    await this.call("account_follow", id);
  }
  async following(name) {
    const { id } = await this.call("account_lookup", name);
    return this.#names(await this.call("account_following", id));
  }
  async ask(text, options) { return String((await this.call("ask", text, options)).poll.id); }
  async vote(id, choices) { await this.call("poll_vote", id, choices); }
  async votes(id) { return (await this.call("poll", id)).options.map((one) => one.votes_count); }
  async edit(id, text) { await this.call("status_update", id, text); }
  async versions(id) { return this.#texts(await this.call("status_history", id)); }
  async search(words) { return this.#names((await this.call("search_v2", words, false, "accounts")).accounts); }
  async followElsewhere(words) {
    const { accounts: [{ id }] } = await this.call("search_v2", words, true, "accounts");
    await this.call("account_follow", id);
  }
  async show(text, file, description) { return String((await this.call("show", text, file, description)).id); }
  async keep(id) { await this.call("status_bookmark", id); }
  async kept() { return this.#texts(await this.call("bookmarks")); }
  async makeList(title, name) {
    const { id } = await this.call("list_create", title);
    await this.call("list_accounts_add", id, [(await this.call("account_lookup", name)).id]);
    return id;
  }
  async listed(id) { return this.#texts(await this.call("timeline_list", id)); }
  async mute(name) { await this.call("account_mute", (await this.call("account_lookup", name)).id); }
  async unmute(name) { await this.call("account_unmute", (await this.call("account_lookup", name)).id); }
  async news(limit) { return this.call("all_notifications", limit); }
}
