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
  microk8s: "may become root through containers",
  libvirt: "may become root through virtual machines",
  "libvirt-qemu": "may read and write virtual machines' disks",
  kvm: "may use virtual machines",
  disk: "may read and write every disk",
  kmem: "may read the kernel's memory",
  mem: "may read the kernel's memory",
  tape: "may read and write backups on tape",
  floppy: "may read and write removable disks",
  backup: "may read what is backed up",
  operator: "may read every disk where it is the operators' group",
  shadow: "may read every password hash",
  staff: "may put programs into /usr/local, which root runs",
  bin: "may own the system's programs",
  sys: "may own the system's files",
  daemon: "may own the system's queues of jobs",
  crontab: "may read and change everybody's scheduled jobs",
  tty: "may write to everybody's terminals",
  input: "may read every keyboard",
  uinput: "may type as everybody",
  video: "may read the screen",
  "ssl-cert": "may read the host's private keys",
  netdev: "may change the host's network",
  wireshark: "may read everybody's network traffic",
  pcap: "may read everybody's network traffic",
  lpadmin: "may change files as root through the printing service",
  postgres: "may read what belongs to the database",
  adm: "may read the system's logs",
  "systemd-journal": "may read the system's logs",
  "systemd-network": "may change the host's network",
};

/** What membership opens, also where the group goes by another name with the same number. */
export function powerOf(
  host: Pick<HostAccounts, "groups">,
  { name, gid }: Pick<Group, "name" | "gid">,
): string | null {
  const names = [name, ...host.groups.filter((group) => group.gid === gid).map((group) => group.name)];
  const known = names.find((each) => Object.hasOwn(powerfulGroups, each));
  if (known !== undefined) return powerfulGroups[known] ?? null;
  return gid === 0 ? (powerfulGroups.root ?? null) : null;
}

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
  for (const group of groups) {
    const way = powerOf(host, group);
    if (way !== null && account.uid !== 0) ways.push(`group ${group.name}: ${way}`);
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
