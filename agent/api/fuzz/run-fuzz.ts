import net from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { type Verb, verbs } from "#lib/host-agent/contract/verbs.ts";
import { type Known, type Message, makeMessage } from "./make-message.ts";
import { createRandom } from "./random.ts";
import type { Hints } from "./valid-value.ts";

/** How one message ended: an HTTP status, "closed" without an answer, "hung up" by the sender itself, or "hang". */
type Ending = { readonly how: string; readonly text: string };
export type FuzzReport = {
  /** Messages by how they ended. */
  readonly endings: Readonly<Record<string, number>>;
  /** Of the contract's codes in answers. */
  readonly codes: Readonly<Record<string, number>>;
  /** What must not be: a status of 500 and above, INTERNAL, no end. */
  readonly faults: readonly string[];
  readonly seconds: number;
  /** Longest time that the loop of sender and agent stood still. */
  readonly longestPauseMs: number;
};

export type FuzzOptions = Known & {
  readonly hintsFor: (verb: Verb) => Hints;
  readonly seed: number;
  readonly messages: number;
};

const atOnce = 16;
const hangMs = 120_000;
/** A stream that was accepted goes on until its caller goes. */
const streamMs = 30;

/** Sends messages of a seed to an agent's socket, a few at once, until all have ended. */
export async function runFuzz(socketPath: string, options: FuzzOptions): Promise<FuzzReport> {
  const random = createRandom(options.seed);
  const endings: Record<string, number> = {};
  const codes: Record<string, number> = {};
  const faults: string[] = [];
  const delay = monitorEventLoopDelay();
  delay.enable();
  const began = performance.now();
  let left = options.messages;
  const sender = async () => {
    while (left > 0) {
      left -= 1;
      const message = makeMessage(options, options.hintsFor, random);
      const { how, text } = await send(socketPath, message);
      endings[how] = (endings[how] ?? 0) + 1;
      for (const [, code = ""] of text.matchAll(/"ok":false,"error":\{"code":"([A-Z_]+)"/g)) {
        codes[code] = (codes[code] ?? 0) + 1;
      }
      const isLost = message.kind !== "wire" && how === "closed";
      const isFault = isLost || how === "hang" || /^5/.test(how) || text.includes('"code":"INTERNAL"');
      if (isFault && faults.length < 20) faults.push(describe(message, how, text));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  delay.disable();
  return {
    endings,
    codes,
    faults,
    seconds: Math.round((performance.now() - began) / 1000),
    longestPauseMs: Math.round(delay.max / 1e6),
  };
}

function describe(message: Message, how: string, text: string): string {
  const bytes = message.bytes.toString("latin1");
  return `${message.verb} ${message.kind} ended with ${how}: ${bytes.slice(-600)} → ${text.slice(-400)}`;
}

function send(socketPath: string, { verb, kind, bytes, hangUp }: Message): Promise<Ending> {
  return new Promise((resolve) => {
    const socket = net.connect(socketPath);
    const chunks: Buffer[] = [];
    let isHung = false;
    const limit = setTimeout(() => {
      isHung = true;
      socket.destroy();
    }, hangMs);
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      if (chunks.length === 1 && verbs[verb].kind === "stream") setTimeout(() => socket.destroy(), streamMs);
    });
    socket.on("close", () => {
      clearTimeout(limit);
      const text = Buffer.concat(chunks).toString("utf8");
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      resolve({ how: isHung ? "hang" : (status ?? (hangUp ? "hung up" : "closed")), text });
    });
    socket.write(bytes, () => {
      // What was cut short would be waited for until the agent's own limit.
      if (hangUp) socket.destroy();
      else if (kind === "wire") socket.end();
    });
  });
}
