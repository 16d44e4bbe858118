import { closeSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { createCurrentMask } from "./current-mask.ts";
import { createFollower } from "./follow-file.ts";
import { openPlainFile } from "./open-plain-file.ts";
import { beatMs, type LogPlace, type ReaderOrder, replies } from "./reader-protocol.ts";
import { readLastLines } from "./tail-file.ts";

/**
 * Reads a tenant's log and secrets inside the tenant's boundary, as its user,
 * so that the agent never does. It carries out one order and ends; it also ends
 * when whoever started it closes its input.
 */
const longestText = 256 * 1024;
const input = createInterface({ input: process.stdin });
input.once("line", (text) => {
  // Written by the agent, which knows the type.
  void carryOut(JSON.parse(text) as ReaderOrder).then(() => process.exit(0));
});
input.once("close", () => process.exit(0));

async function carryOut(order: ReaderOrder): Promise<void> {
  switch (order.do) {
    case "tail":
      tail(order);
      break;
    case "follow":
      await follow(order);
      break;
    case "mask":
      maskTexts(order);
      break;
  }
}

function tail({ log, lines, after, secretsFile, configured }: Extract<ReaderOrder, { do: "tail" }>): void {
  const descriptor = openPlace(log);
  if (descriptor === "foreign" || descriptor === "missing") {
    say(descriptor === "foreign" ? replies.foreign : replies.done);
    return;
  }
  const last = readLastLines(descriptor, lines, after);
  if (!("descriptor" in log)) closeSync(descriptor);
  const current = createCurrentMask(secretsFile, configured);
  const notes = current.refresh();
  if (last.lines.length > 0) sayLines(notes);
  sayLines(last.lines.map(current.mask));
  if (last.isTruncated) say(replies.truncated);
  say(replies.done);
}

async function follow({
  log,
  from,
  pollMs,
  secretsFile,
  configured,
}: Extract<ReaderOrder, { do: "follow" }>) {
  const current = createCurrentMask(secretsFile, configured);
  const notes = current.refresh();
  const follower = createFollower(log, from, (lines) => {
    if (lines.length === 0) return;
    sayLines(current.refresh());
    sayLines(lines.map(current.mask));
  });
  if (typeof follower === "string") return say(replies[follower]);
  say(replies.done);
  sayLines(notes);
  for (let saidAt = performance.now(); ; ) {
    const ending = follower.step();
    if (ending !== null) return say(replies[ending]);
    if (performance.now() - saidAt >= beatMs) {
      say(replies.done);
      saidAt = performance.now();
    }
    await setTimeout(pollMs);
  }
}

function maskTexts({ texts, secretsFile, configured }: Extract<ReaderOrder, { do: "mask" }>): void {
  const current = createCurrentMask(secretsFile, configured);
  current.refresh();
  // Each text is one by itself: no key goes on from one into the next.
  sayLines(texts.map((text) => (text.length > longestText ? "[masked]" : current.maskText(text))));
  say(replies.done);
}

function openPlace(log: LogPlace): number | "missing" | "foreign" {
  return "descriptor" in log ? log.descriptor : openPlainFile(log);
}

function say(reply: string): void {
  write(`${reply}\n`);
}

function sayLines(lines: readonly string[]): void {
  if (lines.length > 0) write(lines.map((line) => `${replies.line}${JSON.stringify(line)}\n`).join(""));
}

/** Waits until the agent has taken it: a log that is written faster than it is shown must not fill memory. */
function write(text: string): void {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; ) from += writeSome(bytes, from);
}

function writeSome(bytes: Buffer, from: number): number {
  try {
    return writeSync(1, bytes, from);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") process.exit(1);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return 0;
  }
}
