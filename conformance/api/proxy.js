// Stands before a server and answers as it does, but for what one mutation makes wrong:
//   at      of which questions: fits "GET /api/v1/lists"
//   edit    JSON => what is answered instead, where the answer is good
//   answer  { status, headers, text } => changes it, whatever it is
//   ask     { path, headers } => changes the question before it is passed on

import { createServer, request } from "node:http";
import { connect } from "node:net";

async function whole(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export class Proxy {
  constructor(origin) { Object.assign(this, { target: new URL(origin), mutation: {} }); }

  async start(host) {
    this.server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing).catch((error) => outgoing.destroy(error)));
    this.server.on("upgrade", (incoming, socket, head) => this.#join(incoming, socket, head));
    await new Promise((resolve) => this.server.listen(0, host, resolve));
    this.origin = `http://${host}:${this.server.address().port}`;
  }
  stop() { this.server.closeAllConnections(); this.server.close(); }

  async #pass(incoming, outgoing) {
    const question = { method: incoming.method, path: incoming.url, headers: { ...incoming.headers, host: this.target.host } };
    const meant = this.mutation.at?.test(`${question.method} ${question.path}`);
    if (meant) this.mutation.ask?.(question);
    const body = await whole(incoming);
    const sent = request({ host: this.target.hostname, port: this.target.port, method: question.method, path: question.path, headers: question.headers });
    sent.on("error", (error) => outgoing.destroy(error));
    sent.on("response", (answer) => this.#hand(answer, outgoing, meant).catch((error) => outgoing.destroy(error)));
    outgoing.on("close", () => sent.destroy());
    sent.end(body);
  }

  async #hand(message, outgoing, meant) {
    if (!meant || message.headers["content-type"]?.startsWith("text/event-stream")) {
      outgoing.writeHead(message.statusCode, message.headers);
      message.pipe(outgoing);
      return;
    }
    const answer = { status: message.statusCode, headers: { ...message.headers }, text: (await whole(message)).toString() };
    if (this.mutation.edit && answer.status < 300) answer.text = JSON.stringify(this.mutation.edit(JSON.parse(answer.text)));
    this.mutation.answer?.(answer);
    delete answer.headers["transfer-encoding"];
    outgoing.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.text) });
    outgoing.end(answer.text);
  }

  // A WebSocket is handed through as it is.
  #join(incoming, socket, head) {
    const there = connect(this.target.port, this.target.hostname, () => {
      const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
      for (const [name, value] of Object.entries({ ...incoming.headers, host: this.target.host })) lines.push(`${name}: ${value}`);
      there.write(`${lines.join("\r\n")}\r\n\r\n`);
      there.write(head);
      there.pipe(socket).pipe(there);
    });
    for (const each of [there, socket]) each.on("error", () => { there.destroy(); socket.destroy(); });
  }
}
