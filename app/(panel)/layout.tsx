import type { ReactNode } from "react";
import { roleLabels } from "#components/people/role-labels.ts";
import { Shell } from "#components/shell/shell.tsx";
import { currentSession } from "#lib/auth/current-actor.ts";
import { pageActor } from "#lib/auth/page-actor.ts";

/** Frames the page. Not the guard: each page asks who looks at it, and services forbid. */
export default async function PanelLayout({ children }: { children: ReactNode }) {
  const actor = await pageActor();
  const session = await currentSession();
  return (
    <Shell
      person={{
        name: actor.name,
        email: session?.email ?? "",
        roleLabel: roleLabels[actor.role],
        isOwner: actor.role === "owner",
      }}
    >
      {children}
    </Shell>
  );
}
