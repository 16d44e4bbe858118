import type { HostEvidence } from "#lib/host-agent/contract/evidence.ts";
import { type Account, type Group, refusesLogin } from "./parse-accounts.ts";
import { groupsOf, type HostAccounts } from "./read-accounts.ts";

/** Groups whose members can become root or read everything on the host, and how. */
export const powerfulGroups: Readonly<Record<string, string>> = {
  sudo: "may become root with sudo",
  wheel: "may become root with sudo or su",
  admin: "may become root with sudo",
  root: "shares root's group",
  docker: "may become root through containers",
  podman: "may reach other users' containers",
  lxd: "may become root through containers",
  incus: "may become root through containers",
  "incus-admin": "may become root through containers",
  libvirt: "may become root through virtual machines",
  kvm: "may use virtual machines",
  disk: "may read and write every disk",
  shadow: "may read every password hash",
  adm: "may read the system's logs",
  "systemd-journal": "may read the system's logs",
};

/** Accounts that can log in or become root, each with every way that was found. */
export function listAccountWays(host: HostAccounts): HostEvidence["accounts"] {
  return host.accounts
    .map((account) => ({ name: account.name, uid: account.uid, ways: waysOf(host, account) }))
    .filter(({ ways }) => ways.length > 0);
}

function waysOf(host: HostAccounts, account: Account): string[] {
  const groups = groupsOf(host, account);
  const ways: string[] = [];
  if (account.uid === 0) ways.push("has uid 0: is root");
  if (!refusesLogin(account.shell)) ways.push(...loginWays(host, account));
  for (const { name } of groups) {
    const way = powerfulGroups[name];
    if (way !== undefined && account.uid !== 0) ways.push(`group ${name}: ${way}`);
  }
  if (account.uid !== 0 && isInSudoers(host, account, groups)) ways.push("is named in sudoers");
  return ways;
}

export function isInSudoers(host: HostAccounts, account: Account, groups: readonly Group[]): boolean {
  return (host.sudoRules ?? []).some(({ subject }) => {
    if (subject === "ALL" || subject === account.name || subject === `#${account.uid}`) return true;
    return groups.some(({ name, gid }) => subject === `%${name}` || subject === `%#${gid}`);
  });
}

function loginWays(host: HostAccounts, account: Account): string[] {
  const ways: string[] = [];
  const password = host.passwords?.get(account.name);
  if (password === "usable") ways.push("can log in with a password");
  if (password === "empty") ways.push("can log in without a password");
  const keys = host.sshKeys.get(account.name);
  if (keys === null) ways.push("has SSH keys that could not be read");
  if (keys) ways.push(`can log in with ${keys} SSH ${keys === 1 ? "key" : "keys"}`);
  if (host.passwords === null) ways.push(`has the login shell ${account.shell}; passwords could not be read`);
  return ways;
}
