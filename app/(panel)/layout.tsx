import type { ReactNode } from "react";
import { roleLabels } from "#components/people/role-labels.ts";
import { Shell } from "#components/shell/shell.tsx";
import { currentSession } from "#lib/auth/current-actor.ts";

/** Frames the page. Not the guard: each page asks who looks at it, and services forbid. */
export default async function PanelLayout({ children }: { children: ReactNode }) {
  const session = await currentSession();
  // The page sends them on, and knows where they are to come back to.
  if (!session || session.mustChangePassword) return children;
  const { actor, email } = session;
  return (
    <Shell
      person={{ name: actor.name, email, roleLabel: roleLabels[actor.role], isOwner: actor.role === "owner" }}
    >
      {children}
    </Shell>
  );
}
