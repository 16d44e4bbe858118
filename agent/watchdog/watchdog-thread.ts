import { lstatSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { workerData } from "node:worker_threads";
import { stampOf } from "./file-stamp.ts";
import { boardOn, readBoard } from "./work-board.ts";

export type WatchOrder = {
  readonly memory: SharedArrayBuffer;
  readonly directory: string;
  readonly limitMs: number;
};

const { memory, directory, limitMs } = workerData as WatchOrder;
const board = boardOn(memory);
const lookMs = Math.min(1000, limitMs / 4);
const nobody = new Int32Array(new SharedArrayBuffer(4));

let beats = Atomics.load(board.beats, 0);
let since = performance.now();
let before = since;
for (;;) {
  Atomics.wait(nobody, 0, 0, lookMs);
  const now = performance.now();
  const seen = Atomics.load(board.beats, 0);
  // Where this thread stood still as well, the whole process or machine was stopped: then nothing hangs.
  const wasStopped = now - before > lookMs + limitMs / 2;
  if (seen !== beats || wasStopped) since = now;
  beats = seen;
  before = now;
  if (now - since >= limitMs) end();
}

function end(): never {
  const at = new Date().toISOString();
  try {
    const work = readBoard(board);
    const stat = work?.file ? lstatSync(work.file, { bigint: true, throwIfNoEntry: false }) : undefined;
    const hung = { at, seconds: limitMs / 1000, work, stamp: stat === undefined ? null : stampOf(stat) };
    const name = `${at.replace(/[:.]/g, "-")}-${process.pid}.json`;
    writeFileSync(path.join(directory, name), `${JSON.stringify(hung)}\n`, { mode: 0o600, flush: true });
    const { verb = "", slug = null, part = null } = work ?? {};
    const msg = "the agent did nothing for too long and ends itself; what it hung in is left out from now on";
    writeSync(2, `${JSON.stringify({ level: 60, at, msg, seconds: limitMs / 1000, verb, slug, part })}\n`);
  } finally {
    process.kill(process.pid, "SIGKILL");
  }
  throw new Error("The process was killed.");
}
