import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { Mutex } from "async-mutex";
import type { LookAnswer, LookOrder, LookResult } from "./looker/look-order.ts";

/** Beyond its own limit of time a process hangs in one file. */
const graceMs = 10_000;

type Waiting = { resolve(result: LookResult): void; reject(error: Error): void };
type Looker = { readonly child: ChildProcess; readonly waiting: Map<number, Waiting> };

const main = path.join(import.meta.dirname, "looker/main.ts");
const turn = new Mutex();
let running: Looker | null = null;
let last = 0;

/**
 * Has a process of the agent's own look through files, so that hundreds of
 * thousands of them hold up nothing else that the agent does. It stays, and
 * remembers which files are as they were.
 *
 * @throws Error when it gave no answer; the next one starts without a memory
 */
export function lookThroughFiles(order: Omit<LookOrder, "id">): Promise<LookResult> {
  // Its time begins with its turn.
  return turn.runExclusive(() => ask(order));
}

async function ask(order: Omit<LookOrder, "id">): Promise<LookResult> {
  running ??= startLooker();
  const looker = running;
  const { child, waiting } = looker;
  last += 1;
  const id = last;
  const { promise, resolve, reject } = Promise.withResolvers<LookResult>();
  waiting.set(id, { resolve, reject });
  hold(child);
  child.send({ ...order, id } satisfies LookOrder, (error) => {
    if (error !== null) fail(looker, error);
  });
  const limitMs = order.timeoutMs + graceMs;
  const timer = setTimeout(() => {
    fail(looker, new Error(`Looking through files took longer than ${limitMs / 1000} s.`));
    child.kill("SIGKILL");
  }, limitMs);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    if (waiting.size === 0) letGo(child);
  }
}

/** The secrets go to it by a pipe that nobody else has; with the agent the pipe ends, and so does the process. */
function startLooker(): Looker {
  const child = fork(main, [], {
    cwd: "/",
    // Next's types demand NODE_ENV in every environment.
    env: { LANG: "C.UTF-8" } as unknown as NodeJS.ProcessEnv,
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const looker = { child, waiting: new Map<number, Waiting>() };
  child.on("message", (message) => {
    const { id, ...result } = message as LookAnswer;
    looker.waiting.get(id)?.resolve(result);
    looker.waiting.delete(id);
  });
  child.on("error", (error) => fail(looker, error));
  child.on("exit", () => fail(looker, new Error("The process that looks through files has ended.")));
  return looker;
}

function fail(looker: Looker, error: Error): void {
  if (running === looker) running = null;
  for (const { reject } of looker.waiting.values()) reject(error);
  looker.waiting.clear();
}

function hold(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

/** It holds up no end of the agent while nothing is asked of it. */
function letGo(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}
