import path from "node:path";
import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import type { OtherAuthority } from "#agent/host/grants/parse-grants.ts";
import { waysIn } from "#agent/host/grants/ways-in.ts";
import type { Account } from "#agent/host/parse-accounts.ts";
import { countKeysAt, groupsOf } from "#agent/host/read-accounts.ts";

/** What the host's own files give to the tenant's user: jobs, services, other users' ids, rules that name it. */
export async function checkGrants(draft: Draft, view: TenantView, account: Account): Promise<void> {
  const { grants, accounts } = view.host;
  draft.how("the host's scheduled jobs, services, subordinate ids and rules");
  const groups = groupsOf(accounts, account)
    .filter(({ gid }) => gid !== account.gid)
    .map(({ name }) => name);
  const subject = { name: account.name, uid: account.uid, tree: view.layout.tree, groups };
  for (const { what, message, nextStep } of waysIn(grants, subject, accounts.accounts))
    draft.defect(what, message, nextStep);
  for (const place of grants.unread)
    draft.unmeasured(`${place} could not be read, so it is not known what it gives to the tenant's user.`);
  await checkKeyFiles(draft, view, account);
}

/** Keys where sshd looks for them besides the usual place, which is looked at with the login. */
async function checkKeyFiles(draft: Draft, view: TenantView, account: Account): Promise<void> {
  const { keys } = view.host.grants;
  const homes = [...new Set([account.home, view.layout.home])];
  const files = new Set(
    keys.files
      .filter((pattern) => !/^\.ssh\/authorized_keys2?$/.test(pattern))
      .flatMap((pattern) => homes.map((home) => fileOf(pattern, account, home))),
  );
  for (const file of files) {
    const count = await countKeysAt(file);
    if (count === null) draft.unmeasured(`The SSH keys in ${file} could not be read.`);
    if (count === null || count === 0) continue;
    draft.defect(
      "ssh-keys",
      `The tenant's user accepts ${count} SSH ${count === 1 ? "key" : "keys"} in ${file}, where AuthorizedKeysFile leads.`,
      `Remove the keys from ${file}.`,
    );
  }
  for (const { setting, value } of keys.others)
    draft.unmeasured(
      `sshd lets in ${otherAuthorities[setting](value)} (${setting}); whether that is somebody as the tenant's user is not known.`,
    );
}

const otherAuthorities: Record<OtherAuthority["setting"], (value: string) => string> = {
  AuthorizedKeysCommand: (command) => `whoever has a key that ${command} answers with`,
  AuthorizedPrincipalsCommand: (command) => `whoever has a certificate that ${command} takes`,
  TrustedUserCAKeys: (file) => `whoever has a certificate that a key in ${file} signed`,
  HostbasedAuthentication: () => "users for whom another host vouches, by .shosts and /etc/ssh/shosts.equiv",
  GSSAPIAuthentication: () => "whoever has a ticket of the realm that this host is in",
  KerberosAuthentication: () => "whoever has a password of the realm that this host is in",
};

function fileOf(pattern: string, { name, uid }: Account, home: string): string {
  const file = pattern.replace(/%([%hHuU])/g, (_, letter: string) => {
    if (letter === "%") return "%";
    if (letter === "h") return home;
    return letter === "u" ? name : String(uid);
  });
  return path.resolve(home, file);
}
