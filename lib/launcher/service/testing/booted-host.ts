import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { exitOf } from "#lib/launcher/process/child.ts";
import { until } from "#lib/launcher/process/until.ts";

const run = promisify(execFile);
const script = path.join(import.meta.dirname, "boot-host.sh");
/** On a disk, since one view that copies on writing can't lie in another. */
const place = "/opt/bulkhead-boot-";

export type Answer = { readonly code: number; readonly output: string };
export type BootedHost = {
  /** Runs a program on that host, as root. */
  run(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Has it shut down and boots it again, with the same disk. */
  reboot(): Promise<void>;
  /** Shuts it down and removes all of it but the installation. */
  dispose(): Promise<void>;
};

/** Why this machine can't boot its own systemd a second time; null when it can. */
export function bootProblem(): string | null {
  if (process.getuid?.() !== 0) return "needs root";
  if (!existsSync("/lib/systemd/systemd")) return "needs systemd";
  const directory = mkdtempSync(place);
  const { status, stderr } = spawnSync("bash", [script, "probe", directory, directory], { encoding: "utf8" });
  removeGroups(path.basename(directory));
  rmSync(directory, { recursive: true, force: true });
  return status === 0 ? null : `needs an overlay of / in namespaces: ${stderr.trim()}`;
}

/**
 * Boots this machine's systemd as the first process of a host of its own, which has this machine's
 * files and writes to none of them but the installation's.
 *
 * @param home of the installation
 */
export async function bootHost(home: string): Promise<BootedHost> {
  const directory = await mkdtemp(place);
  let host = await boot(directory, home);
  const runThere: BootedHost["run"] = async (words, env = {}) => {
    const variables = Object.entries({ HOME: "/root", LANG: "C.UTF-8", PATH: systemPath, ...env });
    const clean = ["env", "-i", ...variables.map(([name, value]) => `${name}=${value}`)];
    try {
      const { stdout, stderr } = await run("nsenter", ["-t", String(host.pid), "-a", ...clean, ...words]);
      return { code: 0, output: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, output: stdout + stderr };
    }
  };
  async function shutDown(): Promise<void> {
    await runThere(["systemctl", "--no-block", "poweroff"]);
    if (!(await until(() => isOver(host.child), 60_000))) host.child.kill("SIGKILL");
    await host.exited;
  }
  return {
    run: runThere,
    async reboot() {
      await shutDown();
      host = await boot(directory, home);
    },
    async dispose() {
      await shutDown();
      removeGroups(path.basename(directory));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

type Host = { readonly child: ChildProcess; readonly exited: Promise<unknown>; readonly pid: number };

async function boot(directory: string, home: string): Promise<Host> {
  const child = spawn("bash", [script, "boot", directory, home], { stdio: ["ignore", "inherit", "inherit"] });
  const exited = exitOf(child);
  const pid = () => firstChildOf(child.pid ?? 0);
  const isUp = async () => {
    const found = pid();
    if (found === null || nameOf(found) !== "systemd") return isOver(child);
    const ask = ["-t", String(found), "-a", "systemctl", "is-system-running"];
    const state = await run("nsenter", ask).catch((error: { stdout?: string }) => error);
    return /^(running|degraded)$/.test(state.stdout?.trim() ?? "");
  };
  await until(isUp, 60_000, 200);
  const found = pid();
  if (found !== null && !isOver(child)) return { child, exited, pid: found };
  child.kill("SIGKILL");
  throw new Error("systemd did not boot; what it said is above.");
}

function isOver(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function firstChildOf(pid: number): number | null {
  try {
    const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    return first ? Number(first) : null;
  } catch {
    return null;
  }
}

function nameOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return null;
  }
}

/** The groups of processes of a host that is gone; they are empty. */
function removeGroups(name: string): void {
  const found = ["/sys/fs/cgroup", "-depth", "-type", "d", "-path", `*/${name}*`];
  spawnSync("find", [...found, "-exec", "rmdir", "{}", ";"], { stdio: "ignore" });
}
