import type { Metadata } from "next";
import { AccountView } from "#components/account/account-view.tsx";
import { roleHints, roleLabels } from "#components/people/role-labels.ts";
import { currentSession } from "#lib/auth/current-actor.ts";
import { pageActor } from "#lib/auth/page-actor.ts";
import { listOwnSessions } from "#lib/services/session/index.ts";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const actor = await pageActor("/account");
  const [session, sessions] = await Promise.all([currentSession(), listOwnSessions(actor)]);
  return (
    <AccountView
      person={{
        name: actor.name,
        email: session?.email ?? "",
        roleLabel: roleLabels[actor.role],
        roleHint: roleHints[actor.role],
      }}
      sessions={sessions}
    />
  );
}
