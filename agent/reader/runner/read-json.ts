import JSON5 from "json5";
import { BeyondLimit, isTooDeep, Unreadable } from "./protocol.ts";

/** A configuration's value. Never quotes it: what is wrong is told by its place alone. */
export function readConfigText(text: string): unknown {
  return bounded(parse(() => JSON5.parse(text), "it is not valid JSON5"));
}

/** The value of any other JSON text. */
export function readJsonText(text: string): unknown {
  return bounded(parse(() => JSON.parse(text), "it is not valid JSON"));
}

function parse(read: () => unknown, problem: string): unknown {
  try {
    return read();
  } catch (error) {
    const where = error instanceof Error ? (/at \d+:\d+/.exec(error.message)?.[0] ?? "") : "";
    throw new Unreadable(where === "" ? problem : `${problem} (${where})`);
  }
}

function bounded(value: unknown): unknown {
  if (isTooDeep(value)) throw new BeyondLimit("it is nested too deeply");
  return value;
}
