import { cookies } from "next/headers";
import { cache } from "react";
import type { UserActor } from "#lib/services/actor.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { resolveSession, type SignedIn } from "#lib/services/session/index.ts";
import { readSessionCookie, sessionCookie } from "./session-cookie.ts";

type Options = {
  /** False for what a screen asks by itself every few seconds: an open tab alone is not a person at work. */
  isActivity?: boolean;
};

/** The session of this request's browser, checked against its row; null when there is none that holds. */
export function currentSession({ isActivity = true }: Options = {}): Promise<SignedIn | null> {
  return resolveOnce(isActivity);
}

/** Who is signed in, one-time password or not; null when nobody is. */
export async function currentActor(options?: Options): Promise<UserActor | null> {
  return (await currentSession(options))?.actor ?? null;
}

/**
 * Who acts. For actions and route handlers.
 *
 * @throws ServiceError UNAUTHENTICATED, or PASSWORD_CHANGE_REQUIRED for a one-time password
 */
export async function requireActor(options?: Options): Promise<UserActor> {
  const actor = await requireSignedIn(options);
  if (actor.mustChangePassword) {
    throw new ServiceError("PASSWORD_CHANGE_REQUIRED", "Your password was made for one sign-in only.", {
      nextStep: "Choose a password of your own to go on.",
    });
  }
  return actor;
}

/**
 * Who acts, a one-time password allowed: for changing it.
 *
 * @throws ServiceError UNAUTHENTICATED
 */
export async function requireSignedIn(options?: Options): Promise<UserActor> {
  const actor = await currentActor(options);
  if (actor) return actor;
  throw new ServiceError("UNAUTHENTICATED", "You are signed out.", {
    nextStep: "Sign in again. Sessions end after 12 idle hours, after 7 days, or when they are revoked.",
  });
}

// A page, its layout and what they read ask for the same session: one look at the database a request.
const resolveOnce = cache(async (isActivity: boolean): Promise<SignedIn | null> => {
  const value = (await cookies()).get(sessionCookie().name)?.value;
  const ref = value ? await readSessionCookie(value) : null;
  return ref && resolveSession(ref, { now: new Date(), isActivity });
});
