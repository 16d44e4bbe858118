import { readFileSync } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { isInSudoers, powerOf } from "#agent/host/login-paths.ts";
import { groupsOf, type HostAccounts } from "#agent/host/read-accounts.ts";
import type { Participant } from "./participant.ts";
import { type Finding, reached, refused } from "./runner/finding.ts";

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
  // One that comes from elsewhere than the account files may still be named by groups and rules.
  const account = { name: record.userName, uid: record.uid, gid: record.gid, home: "", shell: "" };
  const listed = accounts.accounts.find(({ name, uid }) => name === account.name && uid === account.uid);
  const groups = groupsOf(accounts, listed ?? account);
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
      .filter(({ gid }) => gids.has(gid))
      .flatMap((group) => {
        const way = powerOf(accounts, group);
        return way === null ? [] : [`${group.name} (${way})`];
      }),
    hasSudoRule: accounts.sudoRules && isInSudoers(accounts, account, groups),
    scheduled: await existing([
      path.join("/var/spool/cron/crontabs", record.userName),
      path.join("/var/spool/cron", record.userName),
      path.join("/var/lib/systemd/linger", record.userName),
    ]),
  };
}

export function commonUser(source: SourceFacts, target: SourceFacts): Finding {
  const uid = [...source.uids].find((each) => target.uids.has(each));
  return uid === undefined
    ? refused("another", `Users ${list(source.uids)} and ${list(target.uids)}.`)
    : reached(`Both run as user ${uid}.`);
}

export function commonGroup(source: SourceFacts, target: SourceFacts): Finding {
  const gid = [...source.gids].find((each) => target.ownGids.has(each));
  return gid === undefined
    ? refused("another", `Groups ${list(source.gids)} and ${list(target.ownGids)}.`)
    : reached(`It is in group ${gid}, which is the other's own.`);
}

export function powerfulGroup({ powerful }: SourceFacts): Finding {
  return powerful.length === 0
    ? refused("absent", "Its user is in no group that opens the host.")
    : reached(`Its user is in ${powerful.join(", ")}.`);
}

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
