import type { HardeningSetting } from "./setting.ts";

export type SettingWords = {
  readonly title: string;
  /** What it does while it is on. */
  readonly effect: string;
  /** What can happen while it is off. */
  readonly risk: string;
  /** False when a change takes hold at once. */
  readonly needsRestart: boolean;
};

/** Each setting in words for an operator. */
export const settingWords: Readonly<Record<HardeningSetting, SettingWords>> = {
  "private-view": {
    title: "Private view of the host",
    effect:
      "Inside, only the tenant's own tree, OpenClaw and the system's programs exist. /tmp, /var/tmp and /dev/shm are its own, and other processes can't be seen.",
    risk: "It shares /tmp with everybody on the host, where others can keep its Gateway from starting, and it sees their processes and command lines.",
    needsRestart: true,
  },
  "kernel-filter": {
    title: "Closed kernel doors",
    effect:
      "The kernel refuses to everything inside: namespaces and mounts of its own, entering those of others, tracing other processes and reading their memory, and calls that nothing there needs. OpenClaw's managed browser then has to run without Chromium's own sandbox (browser.noSandbox), because that would need namespaces.",
    risk: "A program inside can make namespaces and mounts of its own, take over the Gateway's process and reach parts of the kernel that only administrators need: most ways out of a boundary begin there.",
    needsRestart: true,
  },
  "loopback-firewall": {
    title: "Firewall around its ports",
    effect:
      "Only the tenant's own user and root can connect to its ports on this host, IPv4 and IPv6, and nobody else can answer there.",
    risk: "Every user of the host can connect to its Gateway and to its browser's remote control, and can take its ports while it is stopped.",
    needsRestart: false,
  },
  "network-namespace": {
    title: "Network of its own",
    effect:
      "The tenant has a loopback of its own: what it listens on exists only there, and the host's and other tenants' loopback can't be reached from inside. The host forwards the Gateway's port in; connections to the internet go on working, and so do those to programs of this host that its configuration names. This host's other addresses, link-local ones and a cloud's metadata service are refused.",
    risk: "It shares the host's loopback: other tenants' abstract sockets can be reached, and it sees which ports are open there and whose they are. It reaches the dashboard's port and a cloud's metadata service.",
    needsRestart: true,
  },
  "inner-caches": {
    title: "Caches inside the boundary",
    effect:
      "What OpenClaw and Node cache lies in the tenant's own directories; no shared code cache is used.",
    risk: "Code cached in a shared place by somebody else may run inside this tenant's Gateway.",
    needsRestart: true,
  },
  "inspector-off": {
    title: "Debugger can't be opened",
    effect: "No signal opens Node's debugger, which asks nobody for a password.",
    risk: "The tenant's own agent can open a debugger on its Gateway that everybody on the host can use.",
    needsRestart: true,
  },
  "silent-pairing-off": {
    title: "No silent pairing",
    effect:
      "A device isn't paired just because it connects from this host: a stolen token leaves nothing behind.",
    risk: "A device paired with a stolen token stays paired after the token was changed.",
    needsRestart: true,
  },
  "terminal-off": {
    title: "No terminal",
    effect: "The Gateway's token opens no shell on the host.",
    risk: "Whoever has the Gateway's token has a shell as the tenant's user.",
    needsRestart: true,
  },
};
