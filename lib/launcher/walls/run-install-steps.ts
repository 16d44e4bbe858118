import { spawn } from "node:child_process";

const unreachable =
  /temporary failure resolving|could not resolve|could not connect|connection (failed|refused|timed out)|network is unreachable|unable to connect|cannot download|unable to fetch/i;

/**
 * Runs a package manager's steps in order, up to the first that fails. It isn't ended half way, which
 * would leave the packages of the host unfinished: who asks to stop waits for it. Our own, because both
 * streams are wanted in the order in which they came, and only their end, however long they grow.
 *
 * @returns why it failed, in a line; null when all went well
 */
export async function runInstallSteps(
  steps: readonly (readonly [string, ...string[]])[],
  variables: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  let output = "";
  for (const [file, ...args] of steps) {
    const child = spawn(file, args, { env: environment(variables), detached: true, cwd: "/" });
    child.stdin.end();
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-100_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const failedToStart = new Promise<string>((resolve) =>
      child.once("error", (error) => resolve(error.message)),
    );
    const closed = new Promise<null>((resolve) => child.once("close", () => resolve(null)));
    const error = await Promise.race([failedToStart, closed]);
    if (error !== null) return error;
    const code = child.exitCode;
    if (code !== 0) return explain(output, `${file} ended with ${code}`);
  }
  return null;
}

function explain(output: string, otherwise: string): string {
  const lines = output.split("\n").map((line) => line.trim());
  const told = lines.filter((line) => /^(E:|Error:)|^error\b/i.test(line)).slice(-2);
  const reason = told.join(" ") || lines.findLast((line) => line !== "") || otherwise;
  return unreachable.test(output) ? `the package server isn't reached (${reason})` : reason;
}

/** Nothing is asked on a terminal that isn't there; what leads to the package server is meant. */
function environment(variables: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const proxies = Object.entries(variables).filter(([name]) => /^(https?|ftp|no)_proxy$/i.test(name));
  return {
    ...Object.fromEntries(proxies),
    NODE_ENV: "production",
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOME: "/root",
    LC_ALL: "C.UTF-8",
    DEBIAN_FRONTEND: "noninteractive",
    NEEDRESTART_SUSPEND: "1",
  };
}
