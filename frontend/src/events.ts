// Events that a server sends over HTTP, one after the other (text/event-stream).

export interface Sent {
  event: string;
  data: string;
}

// Reads them from text that comes in any pieces.
export class EventReader {
  #rest = "";

  feed(text: string): Sent[] {
    const blocks = (this.#rest + text).replaceAll("\r\n", "\n").split("\n\n");
    this.#rest = blocks.pop() ?? "";
    return blocks.map(read).filter((one) => one !== null);
  }
}

function read(block: string): Sent | null {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [name, value] = [line.replace(/:.*/s, ""), line.replace(/^[^:]*:? ?/, "")];
    if (name === "event") event = value;
    if (name === "data") data.push(value);
  }
  return data.length ? { event, data: data.join("\n") } : null;
}
