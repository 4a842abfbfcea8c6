// toot, the client for terminals, as Debian has it.

import { spawn } from "node:child_process";
import { output } from "../support/processes.js";

export class Toot {
  name = "toot";

  constructor(node, folder) {
    this.node = node;
    this.env = { HOME: folder, XDG_CONFIG_HOME: `${folder}/config`, PYTHONUNBUFFERED: "1", PYTHONIOENCODING: "utf-8" };
  }

  run(...args) { return output("toot", [...args, ...(args[0] === "login" ? [] : ["--no-color"])], { env: this.env }); }

  // It prints an address, and asks for the code that is shown there.
  signIn(browser) {
    return new Promise((resolve, reject) => {
      const child = spawn("toot", ["login", "--disable-https", "-i", this.node.domain], { env: { ...process.env, ...this.env } });
      let said = "", asked = false;
      const hear = (data) => {
        said += data;
        const address = said.match(/(http:\S+\/oauth\/authorize\S+)\s/);
        if (!address || asked) return;
        asked = true;
        browser.allow(address[1]).then((code) => child.stdin.end(`n\n${code}\n`), reject);
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.once("error", reject);
      child.once("close", (status) => (status === 0 ? resolve() : reject(new Error(`toot login ended with ${status}: ${said}`))));
    });
  }

  async whoAmI() { return (await this.run("whoami")).match(/@(\w+)/)[1]; }
  async post(text, ...more) { return (await this.run("post", text, ...more)).match(/\/(\d+)\s*$/)[1]; }
  async show(text, file, description) { return this.post(text, "--media", file, "--description", description); }
  async home() { return this.run("timeline", "--once"); }
  async everybody() { return this.run("timeline", "--once", "--public", "--local"); }
  async tagged(tag) { return this.run("timeline", "--once", "--tag", tag); }
  async like(id) { await this.run("favourite", id); }
  async boost(id) { await this.run("reblog", id); }
  async boostedBy(id) { return this.run("reblogged_by", id); }
  async thread(id) { return this.run("thread", id); }
  async remove(id) { await this.run("delete", id); }
  async follow(name) { await this.run("follow", name); }
  async following(name) { return this.run("following", name); }
  async search(words) { return this.run("search", words); }
  async followElsewhere(handle) { await this.run("follow", handle); }
  async keep(id) { await this.run("bookmark", id); }
  async kept() { return this.run("bookmarks"); }
  async mute(name) { await this.run("mute", name); }
  async unmute(name) { await this.run("unmute", name); }
  // All at once, as text: it turns no pages.
  async shownNews() { return this.run("notifications"); }
}
