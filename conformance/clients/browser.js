// The browser in which somebody lets a program in: follows the pages of the node as a person would,
// by what stands on them.

import { output } from "../support/processes.js";

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]);

export class Browser {
  constructor(node) { this.node = node; }

  async #send(path, form) {
    const response = await fetch(new URL(path, this.node.origin), {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: { accept: "text/html", ...(this.cookie ? { cookie: this.cookie } : {}) },
      body: form ? new URLSearchParams(form) : undefined,
    });
    const set = response.headers.get("set-cookie");
    if (set) this.cookie = set.split(";")[0];
    return { status: response.status, location: response.headers.get("location"), text: await response.text() };
  }

  // By a link of the administrator's.
  async signIn(name) {
    const link = (await output(this.node.binary, ["account", "link", name, "--data", this.node.data])).trim().split(/\s+/).pop();
    const { status } = await this.#send(link, {});
    if (status !== 303 || !this.cookie) throw new Error(`signing in answered ${status}`);
  }

  // Presses the button that lets the program in; returns the code it is led back with, or shown.
  async allow(address) {
    const page = await this.#send(address);
    if (page.status !== 200) throw new Error(`${address} answered ${page.status} ${page.location ?? page.text.slice(0, 300)}`);
    const form = {};
    for (const [, name, value] of page.text.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)) form[name] = unescape(value);
    const answer = await this.#send("/oauth/authorize", { ...form, decision: "allow" });
    if (answer.status === 303) return new URL(answer.location).searchParams.get("code");
    const shown = answer.text.match(/<code[^>]*>([^<]+)</);
    if (!shown) throw new Error(`no code was given: ${answer.status} ${answer.text.slice(0, 300)}`);
    return shown[1];
  }
}
