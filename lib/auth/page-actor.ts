import { redirect } from "next/navigation";
import type { UserActor } from "#lib/services/actor.ts";
import { currentSession } from "./current-actor.ts";

/**
 * Who looks at a page; sends everybody else where they can become somebody who may.
 *
 * @param path the page's own path, to come back to after signing in
 */
export async function pageActor(path = "/"): Promise<UserActor> {
  const actor = await changePasswordActor(path);
  if (actor.mustChangePassword) redirect("/change-password");
  return actor;
}

/** The same for the page where a one-time password is changed. */
export async function changePasswordActor(path = "/change-password"): Promise<UserActor> {
  const session = await currentSession();
  if (!session) redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
  return session.actor;
}
