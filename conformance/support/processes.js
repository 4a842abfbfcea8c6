// Starting and stopping what a test runs, and waiting for what it expects.

import { spawn } from "node:child_process";
import { openSync, closeSync, readFileSync } from "node:fs";
import { createServer } from "node:net";

const running = new Set();

// A port that is free on `host` now.
export function freePort(host) {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, host, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// A server in a process of its own; everything it says goes to `log`.
export class Process {
  constructor(command, args, { log, env = {} }) {
    Object.assign(this, { command, args, log, env });
  }
  // Returns when `ready` answers true; throws if the process ends first or `ready` never does.
  async start(ready) {
    const out = openSync(this.log, "a");
    this.child = spawn(this.command, this.args, { stdio: ["ignore", out, out], env: { ...process.env, ...this.env } });
    closeSync(out);
    running.add(this.child);
    this.ended = new Promise((resolve) => {
      this.child.once("error", (error) => resolve(String(error)));
      this.child.once("exit", (code, signal) => resolve(signal ?? code));
    });
    this.ended.then(() => running.delete(this.child));
    const died = this.ended.then((how) => {
      throw new Error(`${this.command} ended (${how}):\n${this.tail()}`);
    });
    died.catch(() => {});
    await Promise.race([until(`${this.command} to answer`, ready, 20), died]);
  }
  // Asks it to end, insists after a while; returns how it ended.
  async stop() {
    this.child.kill("SIGTERM");
    const insist = setTimeout(() => this.child.kill("SIGKILL"), 15000);
    const how = await this.ended;
    clearTimeout(insist);
    return how;
  }
  tail(lines = 15) { return readFileSync(this.log, "utf8").trimEnd().split("\n").slice(-lines).join("\n"); }
}

export function stopAll() { for (const child of running) child.kill("SIGKILL"); }

// Runs a command to its end and returns what it printed.
export function output(command, args, { env = {}, input = "" } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...env } });
    let out = "", err = "";
    child.stdout.on("data", (data) => { out += data; });
    child.stderr.on("data", (data) => { err += data; });
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(out) : reject(new Error(`${command} ${args.join(" ")} ended with ${code}: ${err}${out}`)));
    child.stdin.on("error", () => {});  // it may end without having read anything
    child.stdin.end(input);
  });
}

// Asks again and again until `probe` gives something true, and returns that. An error counts as no.
export async function until(what, probe, seconds = 15) {
  const end = Date.now() + seconds * 1000;
  let last = "it never held";
  while (Date.now() < end) {
    try {
      const found = await probe();
      if (found) return found;
    } catch (error) {
      last = error.message;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${seconds} s for ${what}: ${last}`);
}
