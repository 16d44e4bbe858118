import { readdir } from "node:fs/promises";
import path from "node:path";
import { readRegularFile } from "#agent/files/read-regular-file.ts";
import {
  type Account,
  countAuthorizedKeys,
  type Group,
  parseGroup,
  parsePasswd,
  parseShadow,
  parseSudoers,
  type SudoRule,
} from "./parse-accounts.ts";

/** Who exists on this host and what the host lets them do. A null part could not be read by the agent. */
export type HostAccounts = {
  readonly accounts: readonly Account[];
  readonly groups: readonly Group[];
  readonly passwords: ReadonlyMap<string, "usable" | "empty" | "locked"> | null;
  readonly sudoRules: readonly SudoRule[] | null;
  /** Keys accepted over SSH by account; null where its file could not be read. */
  readonly sshKeys: ReadonlyMap<string, number | null>;
  /** Sources of accounts besides local files, such as "sss", whose accounts are not in the lists. */
  readonly otherSources: readonly string[];
};

const sudoersDirectory = "/etc/sudoers.d";

export async function readAccounts(): Promise<HostAccounts> {
  const [passwd, group, shadow, nsswitch, sudoRules] = await Promise.all([
    readRegularFile("/etc/passwd"),
    readRegularFile("/etc/group"),
    readRegularFile("/etc/shadow"),
    readRegularFile("/etc/nsswitch.conf"),
    readSudoRules(),
  ]);
  const accounts = parsePasswd(passwd ?? "");
  return {
    accounts,
    groups: parseGroup(group ?? ""),
    passwords: shadow === null ? null : parseShadow(shadow),
    sudoRules,
    sshKeys: await readSshKeys(accounts),
    otherSources: otherSourcesOf(nsswitch ?? ""),
  };
}

/** Every group an account is in, its own included. */
export function groupsOf(accounts: HostAccounts, account: Account): Group[] {
  return accounts.groups.filter(({ gid, members }) => gid === account.gid || members.includes(account.name));
}

/** Accounts other than `name` that are in the group. */
export function otherMembers(accounts: HostAccounts, gid: number, name: string): string[] {
  const listed = accounts.groups.filter((group) => group.gid === gid).flatMap(({ members }) => members);
  const primary = accounts.accounts.filter((account) => account.gid === gid).map((account) => account.name);
  return [...new Set([...listed, ...primary])].filter((member) => member !== name);
}

/** Null when a file can't be read, or the rules go on in places other than the usual directory. */
async function readSudoRules(): Promise<SudoRule[] | null> {
  const main = await readRegularFile("/etc/sudoers");
  if (main === null) return (await exists("/etc/sudoers")) ? null : [];
  const names = (await readdir(sudoersDirectory).catch(() => [])).filter((name) => !/[.~]/.test(name));
  const parts = await Promise.all(names.map((name) => readRegularFile(path.join(sudoersDirectory, name))));
  const text = [main, ...parts].join("\n");
  const includes = [...text.matchAll(/^[@#]include(?:dir)?\s+(\S+)/gm)].map((match) => match[1]);
  const isWhole = !parts.includes(null) && includes.every((place) => place === sudoersDirectory);
  return isWhole ? parseSudoers(text) : null;
}

async function exists(file: string): Promise<boolean> {
  const names = await readdir(path.dirname(file)).catch((): string[] => []);
  return names.includes(path.basename(file));
}

async function readSshKeys(accounts: readonly Account[]): Promise<Map<string, number | null>> {
  const keys = new Map<string, number | null>();
  for (const { name, home } of accounts) {
    if (!home.startsWith("/") || home === "/nonexistent") continue;
    keys.set(name, await countKeysIn(home));
  }
  return keys;
}

/** Null when there is a file that the agent can't read. */
export async function countKeysIn(home: string): Promise<number | null> {
  let count = 0;
  for (const name of ["authorized_keys", "authorized_keys2"]) {
    const found = await countKeysAt(path.join(home, ".ssh", name));
    if (found === null) return null;
    count += found;
  }
  return count;
}

/** Null when the file is there and the agent can't read it. */
export async function countKeysAt(file: string): Promise<number | null> {
  const text = await readRegularFile(file);
  if (text === null && (await exists(file))) return null;
  return countAuthorizedKeys(text ?? "");
}

function otherSourcesOf(nsswitch: string): string[] {
  const line = /^passwd:(.*)$/m.exec(nsswitch)?.[1] ?? "";
  const known = new Set(["files", "compat", "systemd"]);
  return line.split(/\s+/).filter((word) => word !== "" && !word.startsWith("[") && !known.has(word));
}
