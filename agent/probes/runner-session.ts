import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { BoundaryCommand } from "#agent/boundary/boundary-command.ts";
import { killTree } from "#agent/proc/process-tree.ts";
import { parseOrNull } from "#agent/staged/parse-bounded.ts";
import { withInherited } from "#agent/system/inherited-files.ts";
import type { Attempt, Hold, Knock, Look, Prepare, SquatPort } from "./runner/protocol.ts";
import {
  type RunnerKnocked,
  type RunnerLine,
  type RunnerLooked,
  type RunnerPrepared,
  type RunnerResult,
  runnerLineSchema,
} from "./runner-lines.ts";

const orderTimeoutMs = { prepare: 60_000, attempt: 60_000, knock: 60_000, other: 10_000 } as const;
const maxOutputBytes = 32 * 1024 * 1024;

/** One runner: a process inside a tenant's boundary that carries out one order after another. */
export type RunnerSession = {
  readonly pid: number;
  prepare(order: Prepare): Promise<RunnerPrepared>;
  look(order: Look): Promise<RunnerLooked>;
  attempt(order: Attempt): Promise<RunnerResult[]>;
  /** Asks what listens. After its attempts, on whose way it met socket files. */
  knock(order: Knock): Promise<RunnerKnocked>;
  /** Opens connections and keeps them until it is let go. @returns whether all of them stand */
  hold(order: Hold): Promise<boolean>;
  letGo(): Promise<void>;
  /** Takes ports; answers by `squatKey` with "taken" or why not. */
  squat(ports: readonly SquatPort[]): Promise<Record<string, string>>;
  release(): Promise<void>;
  /** What answers at ports: a canary's digest or "". */
  hear(ports: readonly SquatPort[]): Promise<Record<string, string>>;
  clean(): Promise<void>;
  /** Ends it with everything it started. */
  kill(): void;
};

type Answer = Exclude<RunnerLine, { type: "result" }>;
type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void };

/** @param signal kills it when it aborts */
export function startRunner(command: BoundaryCommand, signal: AbortSignal): RunnerSession {
  const child = withInherited(command.inherited, (handles) => spawnWithPipes(command, handles));
  let waiting: Waiting | null = null;
  let ended: Error | null = null;
  let results: RunnerResult[] = [];
  let outputBytes = 0;
  let lastWords = "";

  const kill = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killTree(child.pid);
    // Whatever outlived a wrapper reads the end of its input and goes.
    child.stdin.destroy();
  };
  const end = (reason: string) => {
    ended ??= new Error(reason);
    waiting?.reject(ended);
    waiting = null;
    signal.removeEventListener("abort", kill);
    kill();
  };
  signal.addEventListener("abort", kill, { once: true });
  child.on("error", (error) => end(`It could not be started: ${error.message}`));
  child.on("close", () => end(`Its probe process ended early. ${lastWords}`.trim()));
  child.stdin.on("error", () => undefined);
  child.stderr.on("data", (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString("utf8")).slice(-300);
  });
  child.stdout.on("data", (chunk: Buffer) => {
    outputBytes += chunk.length;
    if (outputBytes > maxOutputBytes) end("Its probe process said too much.");
  });
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line = parseLine(text);
    // What makes no sense is dropped: the attempt it was about then counts as not made.
    if (line === null) return;
    if (line.type === "result") results.push(line);
    else {
      waiting?.resolve(line);
      waiting = null;
    }
  });

  const order = <T extends Answer["type"]>(message: object, answer: T, timeoutMs: number) =>
    new Promise<Extract<Answer, { type: T }>>((resolve, reject) => {
      if (ended) return reject(ended);
      const timer = setTimeout(
        () => end(`Its probe process did not answer within ${timeoutMs / 1000} s.`),
        timeoutMs,
      );
      waiting = {
        reject(error) {
          clearTimeout(timer);
          reject(error);
        },
        resolve(line) {
          clearTimeout(timer);
          if (line.type === answer) resolve(line as Extract<Answer, { type: T }>);
          else end("Its probe process answered out of turn.");
        },
      };
      child.stdin.write(`${JSON.stringify(message)}\n`);
    });

  return {
    pid: child.pid ?? 0,
    prepare: (message) => order(message, "prepared", orderTimeoutMs.prepare),
    look: (message) => order(message, "looked", orderTimeoutMs.other),
    async attempt(message) {
      results = [];
      await order(message, "done", orderTimeoutMs.attempt);
      return results;
    },
    knock: (message) => order(message, "knocked", orderTimeoutMs.knock),
    hold: async (message) => (await order(message, "held", orderTimeoutMs.other)).isOpen,
    letGo: async () => void (await order({ do: "let-go" }, "done", orderTimeoutMs.other)),
    squat: async (ports) => (await order({ do: "squat", ports }, "squatted", orderTimeoutMs.other)).taken,
    release: async () => void (await order({ do: "release" }, "done", orderTimeoutMs.other)),
    hear: async (ports) => (await order({ do: "hear", ports }, "heard", orderTimeoutMs.other)).answers,
    clean: async () => void (await order({ do: "clean" }, "done", orderTimeoutMs.other)),
    kill,
  };
}

/** Three pipes come first, so that none of the three is missing. */
function spawnWithPipes(command: BoundaryCommand, handles: number[]): ChildProcessWithoutNullStreams {
  return spawn(command.file, [...command.args], {
    cwd: command.cwd,
    env: { ...command.env } as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "pipe", ...handles],
  }) as ChildProcessWithoutNullStreams;
}

function parseLine(text: string): RunnerLine | null {
  try {
    return runnerLineSchema.parse(parseOrNull(text));
  } catch {
    return null;
  }
}
