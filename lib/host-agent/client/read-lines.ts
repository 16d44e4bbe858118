import { AgentUnreachable } from "./agent-call-error.ts";

/** The largest line either side sends is evidence of a whole host; anything beyond this is not the agent. */
const maxLineBytes = 64 * 1024 * 1024;

/** The JSON documents of a newline-delimited body, each as soon as its line is whole. */
export async function* readLines(body: AsyncIterable<Buffer>): AsyncGenerator<unknown> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      parts.push(rest.subarray(0, end));
      const line = Buffer.concat(parts).toString("utf8");
      parts = [];
      size = 0;
      rest = rest.subarray(end + 1);
      if (line.trim() !== "") yield parse(line);
    }
    parts.push(rest);
    size += rest.length;
    if (size > maxLineBytes) throw new AgentUnreachable("The host agent's answer is too long.");
  }
  // A last line without its end was cut off on the way: it is not an answer.
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new AgentUnreachable("The host agent answered with something unreadable.", { cause: error });
  }
}
