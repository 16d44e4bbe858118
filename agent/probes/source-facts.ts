import { readFileSync } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { isInSudoers, powerfulGroups } from "#agent/host/account-ways.ts";
import { groupsOf, type HostAccounts } from "#agent/host/read-accounts.ts";
import type { Participant } from "./participant.ts";
import type { Finding } from "./runner/protocol.ts";

/** Who a tenant's processes are, as the kernel and the host's account files say; not as its runner says. */
export type SourceFacts = {
  readonly uids: ReadonlySet<number>;
  /** Every group it is in. */
  readonly gids: ReadonlySet<number>;
  /** The groups that its own files belong to. */
  readonly ownGids: ReadonlySet<number>;
  readonly powerful: readonly string[];
  readonly hasSudoRule: boolean | null;
  readonly scheduled: readonly string[];
};

export async function readSourceFacts(one: Participant, accounts: HostAccounts): Promise<SourceFacts> {
  const { record } = one;
  const pids = [one.runner?.pid, one.gateway?.pid].filter((pid): pid is number => pid != null);
  const statuses = pids.map(readStatus);
  const account = accounts.accounts.find(({ name, uid }) => name === record.userName && uid === record.uid);
  const groups = account ? groupsOf(accounts, account) : [];
  const gids = new Set([
    record.gid,
    ...groups.map(({ gid }) => gid),
    ...statuses.flatMap(({ gids }) => gids),
  ]);
  return {
    uids: new Set([record.uid, ...statuses.flatMap(({ uids }) => uids)]),
    gids,
    ownGids: new Set([record.gid, ...statuses.flatMap(({ primary }) => primary)]),
    powerful: accounts.groups
      .filter(({ gid, name }) => gids.has(gid) && name in powerfulGroups)
      .map(({ name }) => `${name} (${powerfulGroups[name]})`),
    hasSudoRule: accounts.sudoRules && (account ? isInSudoers(accounts, account, groups) : false),
    scheduled: await existing([
      path.join("/var/spool/cron/crontabs", record.userName),
      path.join("/var/spool/cron", record.userName),
      path.join("/var/lib/systemd/linger", record.userName),
    ]),
  };
}

/** The identity probes of one source against one target. */
export function identityFindings(source: SourceFacts, target: SourceFacts): Record<string, Finding> {
  const uid = [...source.uids].find((each) => target.uids.has(each));
  const gid = [...source.gids].find((each) => target.ownGids.has(each));
  return {
    "identity.uid":
      uid === undefined
        ? refused(`Users ${list(source.uids)} and ${list(target.uids)}.`)
        : reached(`Both run as user ${uid}.`),
    "identity.gid":
      gid === undefined
        ? refused(`Groups ${list(source.gids)} and ${list(target.ownGids)}.`)
        : reached(`It is in group ${gid}, which is the other's own.`),
    "identity.groups":
      source.powerful.length === 0
        ? refused("Its user is in no group that opens the host.")
        : reached(`Its user is in ${source.powerful.join(", ")}.`),
  };
}

/** What the account files add to what the runner tried itself. */
export function withAccountFiles(probe: string, tried: Finding, source: SourceFacts): Finding {
  if (probe === "identity.sudo") {
    if (source.hasSudoRule === true) return reached("A rule in sudoers names it.");
    if (source.hasSudoRule === null)
      return { outcome: "unmeasured", seen: "The sudo rules could not be read." };
  }
  if (probe === "identity.scheduled" && source.scheduled.length > 0) {
    return reached(`There is ${source.scheduled.join(" and ")}.`);
  }
  return tried;
}

const reached = (seen: string): Finding => ({ outcome: "reached", seen });
const refused = (seen: string): Finding => ({ outcome: "refused", seen });
const list = (numbers: ReadonlySet<number>) => [...numbers].join(", ");

function readStatus(pid: number): { uids: number[]; gids: number[]; primary: number[] } {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    const line = (key: string) =>
      (new RegExp(`^${key}:[ \\t]*(.*)$`, "m").exec(text)?.[1]?.match(/\d+/g) ?? []).map(Number);
    return { uids: line("Uid"), gids: [...line("Gid"), ...line("Groups")], primary: line("Gid") };
  } catch {
    return { uids: [], gids: [], primary: [] };
  }
}

async function existing(files: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => [file],
        () => [],
      ),
    ),
  );
  return found.flat();
}
