import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import { observePrivileges } from "#agent/evidence/sources/observe-privileges.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { isInSudoers, powerOf } from "#agent/host/login-paths.ts";
import { type Account, refusesLogin } from "#agent/host/parse-accounts.ts";
import { countKeysIn, groupsOf, otherMembers } from "#agent/host/read-accounts.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { checkWalls } from "./check-walls.ts";
import { checkGrants } from "./host-grants.ts";

const walls = ["private-view", "kernel-filter", "network-namespace", "loopback-firewall"] as const;

/** What the tenant's OS user may do on this host, and how the running Gateway is held in. */
export async function observeHostAccess(draft: Draft, view: TenantView): Promise<void> {
  const { record, host } = view;
  draft.how("the host's lists of accounts, groups, passwords and sudo rules");
  draft.identity("uid", String(record.uid), "OS user of the Gateway");
  const account = host.accounts.accounts.find(
    ({ uid, name }) => uid === record.uid && name === record.userName,
  );
  draft.fact("OS user", `${record.userName} (${record.uid})`);
  if (record.uid === 0) {
    draft.defect("is-root", "The Gateway runs as root.", "Move the tenant to an OS user of its own.");
  }
  noteDedication(draft, view);
  if (account === undefined) {
    if (hasOwnUser(record))
      draft.untried(`The OS user ${record.userName} with id ${record.uid} does not exist.`);
    else draft.fact("Account", "Not in the host's list of accounts");
  } else {
    checkGroups(draft, view, account);
    checkSudo(draft, view, account);
    if (hasOwnUser(record)) {
      await checkLogin(draft, view, account);
      await checkGrants(draft, view, account);
    }
  }
  if (host.accounts.otherSources.length > 0) {
    draft.fact("Accounts not looked at", `Those from ${host.accounts.otherSources.join(", ")}`);
  }
  observePrivileges(draft, view);
  await checkWalls(draft, view, walls);
}

function noteDedication(draft: Draft, view: TenantView): void {
  const { record, host, context } = view;
  const names = host.accounts.accounts.filter(({ uid }) => uid === record.uid).map(({ name }) => name);
  const isShared = record.uid === context.uid || !hasOwnUser(record);
  draft.fact("Of its own", isShared || names.length > 1 ? "No" : "Yes");
  if (isShared) {
    draft.defect(
      "shared-user",
      `The Gateway runs as ${record.userName}, who also runs the host agent and may run other Gateways: each can read the others' files.`,
      "Move the tenant to the rung with an OS user of its own; that needs the host agent to run as root.",
    );
  } else if (names.length > 1) {
    draft.defect(
      "shared-user",
      `User id ${record.uid} belongs to several accounts: ${names.join(", ")}.`,
      "Give the tenant a user id of its own.",
    );
  }
}

function checkGroups(draft: Draft, view: TenantView, account: Account): void {
  const groups = groupsOf(view.host.accounts, account);
  draft.fact("Groups", groups.map(({ name }) => name).join(", ") || String(account.gid));
  for (const group of groups) {
    const { name } = group;
    const way = powerOf(view.host.accounts, group);
    if (way === null || account.uid === 0) continue;
    draft.defect(
      "powerful-group",
      `The tenant's user is in group ${name}: ${way}.`,
      `Take it out: gpasswd -d ${account.name} ${name}`,
    );
  }
  const others = otherMembers(view.host.accounts, account.gid, account.name);
  if (hasOwnUser(view.record) && others.length > 0) {
    draft.defect(
      "shared-group",
      `The tenant's own group also has ${others.slice(0, 5).join(", ")} in it, who may read its configuration.`,
      "Take them out of the group.",
    );
  }
}

function checkSudo(draft: Draft, view: TenantView, account: Account): void {
  const { accounts } = view.host;
  if (accounts.sudoRules === null) {
    draft.fact("Sudo", "Rules can't be read by the agent");
    if (hasOwnUser(view.record)) draft.untried("The host's sudo rules could not be read.");
    return;
  }
  const isNamed = account.uid !== 0 && isInSudoers(accounts, account, groupsOf(accounts, account));
  draft.fact("Sudo", isNamed ? "Named in the rules" : "Not named in the rules");
  if (isNamed) {
    draft.defect(
      "sudo",
      `The tenant's user ${account.name} is named in the host's sudo rules.`,
      "Remove it from /etc/sudoers and /etc/sudoers.d.",
    );
  }
}

async function checkLogin(draft: Draft, view: TenantView, account: Account): Promise<void> {
  const { passwords, sshKeys } = view.host.accounts;
  draft.fact("Login shell", account.shell || "Not set");
  if (!refusesLogin(account.shell)) {
    draft.defect(
      "login-shell",
      `The tenant's user has the login shell ${account.shell || "/bin/sh"}.`,
      `Close it: usermod -s /usr/sbin/nologin ${account.name}`,
    );
  }
  const password = passwords?.get(account.name);
  draft.fact("Password", passwords === null ? "Can't be read by the agent" : (password ?? "None"));
  if (passwords === null) draft.untried("The host's list of passwords could not be read.");
  if (password === "usable" || password === "empty") {
    draft.defect(
      "password",
      `The tenant's user can log in ${password === "empty" ? "without a" : "with a"} password.`,
      `Lock it: usermod -L ${account.name}`,
    );
  }
  const [atHome, isOneHome] = [sshKeys.get(account.name), account.home === view.layout.home];
  const keys = [atHome === undefined ? 0 : atHome, isOneHome ? 0 : await countKeysIn(view.layout.home)];
  // Where sshd follows what the agent doesn't, it may find some.
  const isKnown = !keys.includes(null);
  if (!isKnown) draft.untried("A file of SSH keys could not be read.");
  const count = keys.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  draft.fact("SSH keys", isKnown ? String(count) : `${count}, and a file that can't be read`);
  if (count > 0) {
    draft.defect(
      "ssh-keys",
      `The tenant's user accepts ${count} SSH ${count === 1 ? "key" : "keys"}.`,
      `Remove authorized_keys below ${account.home} and ${view.layout.home}.`,
    );
  }
}
