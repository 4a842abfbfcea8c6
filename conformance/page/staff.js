// Somebody of the staff with a browser of their own: Debian's Chromium, driven as they would.

import { chromium } from "playwright-core";
import axe from "axe-core";
import { output, until } from "../support/processes.js";
import { equal } from "../support/steps.js";

// Waits until `read` gives what is wanted: what follows a press may still be on its way.
export const shows = (read, wanted) => until("the page to follow", async () => { equal(await read(), wanted); return true; });

export function openBrowser() {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}

export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
export const desktop = { viewport: { width: 1280, height: 860 } };

export class Staff {
  // `node`: where they have their account.
  constructor(node, name, shots) { Object.assign(this, { node, name, shots, wrong: [] }); }

  // Without the page's worker, unless it is what is tried: it stands between the page and what a
  // test does to the network.
  async open(browser, screen, { serviceWorkers = "block" } = {}) {
    this.context = await browser.newContext({ ...screen, locale: "en-GB", serviceWorkers });
    this.page = await this.context.newPage();
    this.page.setDefaultTimeout(15_000);
    // Nothing fails unseen, and nothing is asked of anybody else.
    this.page.on("pageerror", (error) => this.wrong.push(error.message));
    this.page.on("console", (message) => { if (message.type() === "error") this.wrong.push(message.text()); });
    this.page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (/^(http|ws)s?:$/.test(protocol) && origin.replace(/^ws/, "http") !== this.node.origin) this.wrong.push(`asked ${request.url()}`);
    });
  }
  close() { return this.context.close(); }

  async link() {
    const printed = await output(this.node.binary, ["account", "link", this.name, "--data", this.node.data]);
    return printed.trim().split(/\s+/).pop();
  }
  // By a link of the administrator's, as a newcomer does.
  async signIn() {
    await this.page.goto(await this.link());
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await this.page.getByRole("heading", { name: "Home" }).waitFor();
  }
  go(path) { return this.page.goto(this.node.origin + path); }

  async shot(name) { await this.page.screenshot({ path: `${this.shots}/${name}.png` }); }

  // What axe finds on the page once nothing fades in any more. The page's policy lets nobody put
  // scripts into it, so this one comes in from outside, as the debugger does it.
  async faults() {
    // An animation's promise to tell when it ends is not always kept, so it is looked at instead.
    await until("what moves to come to rest", () => this.page.evaluate(() => document.getAnimations()
      .every((one) => one.playState !== "running" || one.effect?.getComputedTiming().endTime >= 10_000)));
    if (!(await this.page.evaluate(() => "axe" in window))) await this.page.evaluate(axe.source);
    const { violations } = await this.page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  }

  // The screen as it is now: without fault, and not too wide.
  async look(name) {
    await this.shot(name);
    equal({ [name]: await this.faults() }, { [name]: [] });
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) throw new Error(`${name} is ${wide} px too wide`);
  }
  async lookInBoth(name) {
    for (const colorScheme of ["dark", "light"]) {
      await this.page.emulateMedia({ colorScheme });
      await this.look(`${name}-${colorScheme}`);
    }
  }
}

// Somebody else of a node, through its API: (method, path, body) → what it answers.
export async function memberOf(node, name) {
  const printed = await node.run("token", name, "--data", node.data, "--scopes", "read write follow");
  const token = printed.trim().split(/\s+/).pop();
  return async (method, path, body) => {
    const response = await fetch(node.origin + path, {
      method, headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
}
