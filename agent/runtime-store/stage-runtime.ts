import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { type CommandResult, runCommand } from "#agent/system/run-command.ts";
import { closeProgram } from "./close-program.ts";
import type { RuntimeManifest } from "./inspect-runtime.ts";
import { npmCommand, npmEnvironment } from "./npm-command.ts";
import { releasesDirectory } from "./runtime-paths.ts";

const installTimeoutMs = 15 * 60_000;
const shortTimeoutMs = 2 * 60_000;
const progressEveryMs = 5_000;
/** A number that belongs to no account and owns nothing else, so that the trial run proves that any tenant can use the copy. */
const unprivilegedId = 65_533;

/** Fills an empty directory with one complete, tried runtime. */
export async function stageRuntime(
  staging: string,
  version: string,
  onProgress: (line: string) => void,
): Promise<void> {
  const release = path.join(releasesDirectory, version);
  const lock = await readFile(path.join(release, "package-lock.json"));
  await writeFile(path.join(staging, "package-lock.json"), lock);
  await copyFile(path.join(release, "package.json"), path.join(staging, "package.json"));

  onProgress(`Downloading OpenClaw ${version} and its locked packages (about 650 MB on disk)…`);
  await installPackages(staging, version, onProgress);

  onProgress(`Adding Node ${process.versions.node}…`);
  await mkdir(path.join(staging, "bin"));
  await copyFile(process.execPath, path.join(staging, "bin", "node"));
  const manifest: RuntimeManifest = {
    openclaw: version,
    node: process.versions.node,
    lockSha256: createHash("sha256").update(lock).digest("hex"),
    installedAt: new Date().toISOString(),
  };
  await writeFile(path.join(staging, "runtime.json"), `${JSON.stringify(manifest, null, 2)}\n`);

  onProgress("Letting OpenClaw complete its installation without privileges…");
  await completeInstallation(staging);
  onProgress("Closing the files against change…");
  await setOwner(staging, 0);
  await runOwn("chmod", ["-R", "u=rwX,go=rX", "--", staging]);
  await closeProgram(path.join(staging, "bin", "node"));
  onProgress("Trying it without privileges…");
  await tryRuntime(staging, version);
}

async function installPackages(
  staging: string,
  version: string,
  onProgress: (line: string) => void,
): Promise<void> {
  const began = performance.now();
  const ticker = setInterval(() => {
    onProgress(`Still downloading (${Math.round((performance.now() - began) / 1000)} s)…`);
  }, progressEveryMs);
  const npm = npmCommand(process.env);
  try {
    const result = await runCommand(
      {
        file: npm.file,
        args: [
          ...npm.args,
          "ci",
          `--prefix=${staging}`,
          "--omit=dev",
          "--ignore-scripts",
          "--no-audit",
          "--no-fund",
        ],
        cwd: staging,
        env: npmEnvironment(process.env),
      },
      { timeoutMs: installTimeoutMs },
    );
    if (result.exitCode !== 0) throw installFailure(version, result);
  } finally {
    clearInterval(ticker);
  }
}

function installFailure(version: string, result: CommandResult): AgentFailure {
  if (/ENOSPC/.test(result.stderr)) {
    return new AgentFailure(
      "DISK_FULL",
      "The disk was full before all packages were there.",
      "Free some space, then try again.",
      {
        isRetryable: true,
      },
    );
  }
  const reason = result.isTimedOut ? "It took longer than 15 minutes." : lastLines(result.stderr);
  return new AgentFailure(
    "RUNTIME_MISSING",
    `npm could not install OpenClaw ${version}. ${reason}`.slice(0, 1900),
    "Check that this host reaches the npm registry, then try again; what was downloaded is kept.",
    { isRetryable: true },
  );
}

/**
 * OpenClaw refuses to run until its own installation step has been done. That
 * step only writes inside its package; it gets the copy for as long as it runs,
 * instead of root's power.
 */
async function completeInstallation(staging: string): Promise<void> {
  await setOwner(staging, unprivilegedId);
  const openclaw = path.join(staging, "node_modules", "openclaw");
  const result = await runUnprivileged(
    staging,
    [path.join(openclaw, "scripts", "postinstall-bundled-plugins.mjs")],
    openclaw,
  );
  if (result.exitCode === 0) return;
  throw new AgentFailure(
    "RUNTIME_MISSING",
    `OpenClaw's own installation step failed. ${lastLines(result.stderr)}`.slice(0, 1900),
    "Try again; if it persists, see the agent's log.",
  );
}

async function tryRuntime(staging: string, version: string): Promise<void> {
  const entry = path.join(staging, "node_modules", "openclaw", "openclaw.mjs");
  const result = await runUnprivileged(staging, [entry, "--version"], "/");
  if (result.exitCode === 0 && result.stdout.includes(version)) return;
  throw new AgentFailure(
    "RUNTIME_MISSING",
    `OpenClaw ${version} was downloaded but doesn't run here. ${lastLines(result.stderr)}`.slice(0, 1900),
    "Check that other users can pass through every parent directory of BULKHEAD_HOME.",
  );
}

/** Runs the staged Node; as a user who owns nothing else when the agent is root. */
function runUnprivileged(staging: string, args: string[], cwd: string): Promise<CommandResult> {
  const identity = isRoot()
    ? [`--reuid=${unprivilegedId}`, `--regid=${unprivilegedId}`, "--clear-groups"]
    : [];
  return runCommand(
    {
      file: "/usr/bin/setpriv",
      args: [...identity, "--no-new-privs", "--", path.join(staging, "bin", "node"), ...args],
      cwd,
      env: {
        PATH: `${path.join(staging, "bin")}:/usr/bin:/bin`,
        HOME: "/nonexistent",
        NODE_DISABLE_COMPILE_CACHE: "1",
        OPENCLAW_OFFLINE: "1",
      },
    },
    { timeoutMs: shortTimeoutMs },
  );
}

/** No-op when the agent isn't root: everything is its user's then. Links are not followed. */
async function setOwner(staging: string, id: number): Promise<void> {
  if (isRoot()) await runOwn("chown", ["-hR", `${id}:${id}`, "--", staging]);
}

async function runOwn(file: string, args: string[]): Promise<void> {
  const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
  const result = await runCommand({ file, args, cwd: "/", env }, { timeoutMs: shortTimeoutMs });
  if (result.exitCode !== 0) throw new Error(`${file} failed: ${lastLines(result.stderr)}`);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-5).join(" ").slice(0, 1200);
}
