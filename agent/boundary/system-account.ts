import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Mutex } from "async-mutex";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { type CommandResult, runCommand } from "#agent/system/run-command.ts";

/** An account as the host's name service tells it. */
export type SystemAccount = {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly comment: string;
};

export type AccountRequest = {
  readonly name: string;
  readonly id: number;
  readonly comment: string;
  readonly home: string;
};

/** Where tenants' numbers are taken from: above people's, below those that systemd hands out. */
const firstId = 20_000;
const lastId = 59_999;
const timeoutMs = 30_000;
const lockPatienceMs = 10_000;
const lockPauseMs = 200;
/** The account tools lock /etc/passwd and fail at once when it is locked. */
const accountTools = new Mutex();
const tools = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" } as const;

/** The account of that name, wherever the host keeps its accounts; null when there is none. */
export async function findAccount(name: string): Promise<SystemAccount | null> {
  const line = await getent("passwd", name);
  if (line === null) return null;
  const [found, , uid, gid, comment = ""] = line.split(":");
  if (found !== name) return null;
  return { name, uid: Number(uid), gid: Number(gid), comment };
}

/**
 * A number that no account, no group and none of `reserved` has. Random, so
 * that the number of a removed tenant, which forgotten files may still carry,
 * hardly ever comes back.
 */
export async function pickFreeId(reserved: ReadonlySet<number>): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const id = randomInt(firstId, lastId + 1);
    if (reserved.has(id)) continue;
    const [user, group] = await Promise.all([getent("passwd", String(id)), getent("group", String(id))]);
    if (user === null && group === null) return id;
  }
  throw new AgentFailure(
    "OS_USER_FOREIGN",
    `No free user number was found between ${firstId} and ${lastId}.`,
    "Remove accounts in that range from the host, then try again.",
  );
}

/**
 * Creates a group and an account of one name and number: locked password, no
 * shell, no further groups, its home directory not made. A group left by an
 * interrupted call is taken up again.
 */
export function createAccount(request: AccountRequest): Promise<void> {
  return accountTools.runExclusive(async () => {
    const group = await getent("group", request.name);
    if (group !== null && Number(group.split(":")[2]) !== request.id) {
      throw new AgentFailure(
        "OS_USER_FOREIGN",
        `The host already has a group "${request.name}" that Bulkhead didn't make.`,
        `Rename or remove that group on the host, or choose another slug.`,
      );
    }
    if (group === null) await run("groupadd", ["--gid", String(request.id), request.name]);
    await run("useradd", [
      "--system",
      ...["--uid", String(request.id), "--gid", String(request.id), "--no-user-group", "--no-create-home"],
      // The range for system accounts lies elsewhere; without this useradd warns.
      ...["-K", `SYS_UID_MIN=${firstId}`, "-K", `SYS_UID_MAX=${lastId}`],
      ...["--home-dir", request.home, "--shell", "/usr/sbin/nologin", "--comment", request.comment],
      request.name,
    ]);
  });
}

/** Removes an account and its own group. No-op when neither is there. Nothing of its files is touched. */
export function removeAccount(name: string): Promise<void> {
  return accountTools.runExclusive(async () => {
    if ((await findAccount(name)) !== null) await run("userdel", [name]);
    if ((await getent("group", name)) !== null) await run("groupdel", [name]);
  });
}

async function getent(database: "passwd" | "group", key: string): Promise<string | null> {
  const result = await runCommand(
    { file: "getent", args: [database, key], cwd: "/", env: tools },
    { timeoutMs },
  );
  if (result.exitCode === 0) return result.stdout.split("\n")[0] ?? null;
  if (result.exitCode === 2) return null;
  throw new Error(`getent ${database} failed: ${reasonOf(result)}`);
}

async function run(file: string, args: string[]): Promise<void> {
  const result = await runWhenUnlocked(file, args).catch((error: unknown) => {
    throw new AgentFailure(
      "RUNG_UNAVAILABLE",
      `The host has no "${file}", so it can't give tenants an OS user.`,
      "Install the package that provides it (passwd or shadow-utils), then try again.",
      { cause: error },
    );
  });
  if (result.exitCode === 0) return;
  if (/no space left/i.test(result.stderr)) throw Object.assign(new Error(file), { code: "ENOSPC" });
  throw new AgentFailure(
    "INTERNAL",
    `${file} failed on the host: ${reasonOf(result)}`,
    "Look at what it says, put it right on the host, then try again.",
    { isRetryable: true },
  );
}

/** Whoever else edits the host's accounts holds their lock for a moment, and the tools fail at once meanwhile. */
async function runWhenUnlocked(file: string, args: string[]): Promise<CommandResult> {
  const deadline = performance.now() + lockPatienceMs;
  for (;;) {
    const result = await runCommand({ file, args, cwd: "/", env: tools }, { timeoutMs });
    if (!/cannot lock/i.test(result.stderr) || performance.now() > deadline) return result;
    await sleep(lockPauseMs);
  }
}

function reasonOf(result: CommandResult): string {
  if (result.isTimedOut) return "it took too long";
  return result.stderr.trim().split("\n").slice(-2).join(" ").slice(0, 500) || `exit code ${result.exitCode}`;
}
