// The bot as one side of the talk.

import { Process } from "../support/processes.js";

export class BotSide {
  name = "The bot";

  constructor({ host, port, control, folder }) {
    this.origin = `http://${host}:${port}`;
    this.actor = `${this.origin}/user/bob`;
    this.control = `http://127.0.0.1:${control}`;
    this.process = new Process(process.execPath, [
      "--no-warnings", new URL("serve.js", import.meta.url).pathname, "--host", host, "--port", String(port),
      "--control", String(control), "--database", `${folder}/bot.db`,
    ], { log: `${folder}/bot.log` });
  }
  start() { return this.process.start(async () => await this.ask("seen") !== undefined && (await fetch(this.actor)).ok); }
  stop() { return this.process.stop(); }

  async ask(command, args = {}) {
    const response = await fetch(`${this.control}/${command}`, { method: "POST", body: JSON.stringify(args) });
    const result = await response.json();
    if (!response.ok) throw new Error(`the bot could not ${command}: ${result.error}`);
    return result;
  }
  // What happened to it of this kind.
  async seen(kind) { return (await this.ask("seen")).filter((one) => one.kind === kind); }
}
