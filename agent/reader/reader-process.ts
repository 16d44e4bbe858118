import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import type { BoundaryCommand } from "#agent/boundary/boundary-command.ts";
import { parseBounded, type TextLimits } from "#agent/staged/parse-bounded.ts";
import { withInherited } from "#agent/system/inherited-files.ts";
import { killGroup } from "#agent/system/kill-group.ts";
import { processingSeconds } from "./reader-command.ts";
import type { ReaderRequest } from "./runner/protocol.ts";

/** What a reader may answer at most; it runs as the tenant, so nothing of it is taken on trust. */
const answerLimits: TextLimits = { maxLength: 8 * 1024 * 1024, maxDepth: 72, maxValues: 250_000 };

/** Why a reader gave no answer. */
export class ReaderFailure extends Error {
  /** `slow`: it took too long by the clock; `spent`: what it may take in all is used up. */
  readonly kind: "slow" | "spent" | "ended" | "nonsense";
  constructor(kind: ReaderFailure["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** One running reader. */
export type ReaderProcess = {
  /** The next line that it says. One question at a time. @throws ReaderFailure, after which it has ended */
  hear(timeoutMs: number): Promise<unknown>;
  ask(request: ReaderRequest, timeoutMs: number): Promise<unknown>;
  isEnded(): boolean;
  /** Kills it with everything it started. */
  end(): void;
};

type Waiting = { resolve: (line: string) => void; reject: (error: ReaderFailure) => void };

/** @param stdin an opened file's descriptor that it reads instead of questions */
export function startReader(command: BoundaryCommand, stdin: number | "pipe" = "pipe"): ReaderProcess {
  const child = withInherited(command.inherited, (handles) =>
    spawn(command.file, [...command.args], {
      cwd: command.cwd,
      env: { ...command.env } as NodeJS.ProcessEnv,
      // What it complains about may quote the tenant's secrets, so it is not kept.
      stdio: [stdin, "pipe", "ignore", ...handles],
      detached: true,
    }),
  );
  let failure: ReaderFailure | null = null;
  let waiting: Waiting | null = null;
  let line: string | null = null;
  let pieces: Buffer[] = [];
  let size = 0;

  const settle = () => {
    if (waiting === null) return;
    if (line !== null) waiting.resolve(line);
    else if (failure !== null) waiting.reject(failure);
    else return;
    line = null;
    waiting = null;
  };
  const end = (why: ReaderFailure) => {
    failure ??= why;
    killGroup(child.pid);
    child.stdin?.destroy();
    settle();
  };
  child.once("error", ({ message }) =>
    end(new ReaderFailure("ended", `it could not be started (${message})`)),
  );
  child.once("close", (code, signal) => end(endOf(code, signal)));
  child.stdin?.on("error", () => undefined);
  child.stdout?.on("data", (piece: Buffer) => {
    const at = piece.indexOf(10);
    pieces.push(at < 0 ? piece : piece.subarray(0, at));
    size += piece.length;
    if (size > answerLimits.maxLength || (at >= 0 && at < piece.length - 1) || line !== null)
      return end(new ReaderFailure("nonsense", "its reader said more than it was asked"));
    if (at < 0) return;
    line = Buffer.concat(pieces).toString("utf8");
    pieces = [];
    size = 0;
    settle();
  });
  // An idle one keeps nobody from ending.
  child.unref();
  for (const stream of [child.stdin, child.stdout] as (Socket | null)[]) stream?.unref();

  const hear = async (timeoutMs: number) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const timer = setTimeout(() => end(new ReaderFailure("slow", `${timeoutMs / 1000} s`)), timeoutMs);
    waiting = { resolve, reject };
    settle();
    const text = await promise.finally(() => clearTimeout(timer));
    const parsed = parseBounded(text, answerLimits);
    if ("value" in parsed) return parsed.value;
    const why = new ReaderFailure("nonsense", `its reader's answer makes no sense: ${parsed.problem}`);
    end(why);
    throw why;
  };
  return {
    hear,
    ask(request, timeoutMs) {
      child.stdin?.write(`${JSON.stringify(request)}\n`);
      return hear(timeoutMs);
    },
    isEnded: () => failure !== null,
    end: () => end(new ReaderFailure("ended", "its reader was ended")),
  };
}

const overProcessingTime = 128 + 24;

/** A wrapper reports the signal that ended what it wraps as its exit code. */
function endOf(code: number | null, signal: NodeJS.Signals | null): ReaderFailure {
  if (code === overProcessingTime || signal === "SIGXCPU")
    return new ReaderFailure("spent", `${processingSeconds} s of processing time`);
  const how = signal ?? `exit code ${code}`;
  return new ReaderFailure(
    "ended",
    `its reader ended early (${how}), as it does when it needs too much memory`,
  );
}
