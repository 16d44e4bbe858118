import { spawn } from "node:child_process";
import { withInherited } from "./inherited-files.ts";
import { killGroup } from "./kill-group.ts";

export type CommandResult = {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly isTimedOut: boolean;
};

export type Command = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** What it reads; nothing when left out. */
  readonly input?: string | undefined;
  /** Files of the agent's that it finds open, from descriptor 3 on. */
  readonly inherited?: readonly string[] | undefined;
};

/** How much of each output is kept; the rest is read and dropped, so that a talkative program can't fill memory. */
const maxOutputBytes = 4 * 1024 * 1024;

/**
 * Runs a program to its end, without a shell and with its own process group,
 * which is killed whole when the time is up. Never throws for what the program
 * does; only when it can't be started at all.
 */
export function runCommand(
  command: Command,
  options: { timeoutMs: number; signal?: AbortSignal },
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = withInherited(command.inherited, (handles) =>
      spawn(command.file, [...command.args], {
        cwd: command.cwd,
        env: { ...command.env } as NodeJS.ProcessEnv,
        stdio: [command.input === undefined ? "ignore" : "pipe", "pipe", "pipe", ...handles],
        detached: true,
      }),
    );
    let isTimedOut = false;
    const timer = setTimeout(() => {
      isTimedOut = true;
      killGroup(child.pid);
    }, options.timeoutMs);
    const abort = () => killGroup(child.pid);
    options.signal?.addEventListener("abort", abort, { once: true });
    // A program that ends without reading everything says why by its exit code.
    child.stdin?.on("error", () => undefined).end(command.input);
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("exit", () => {
      clearTimeout(timer);
      // What the program left behind in its group would hold the pipes open for ever.
      killGroup(child.pid);
    });
    child.once("close", (exitCode, signal) => {
      options.signal?.removeEventListener("abort", abort);
      resolve({ exitCode, signal, stdout: stdout(), stderr: stderr(), isTimedOut });
    });
  });
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on("data", (chunk: Buffer) => {
    if (size < maxOutputBytes) chunks.push(chunk.subarray(0, maxOutputBytes - size));
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).toString("utf8");
}
