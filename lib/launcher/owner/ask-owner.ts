import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { z } from "zod";
import { exitOf } from "#lib/launcher/process/child.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

const answerSchema = z.object({
  owner: z.object({ email: z.string(), oneTimePassword: z.string() }).nullable(),
});
export type OwnerSignIn = { readonly email: string; readonly oneTimePassword: string };

/**
 * Makes the first owner (null when there is any user), or gives the oldest
 * active owner a new one-time password (null when there is no owner).
 */
export async function askOwner(
  what: "first" | "reissue",
  env: NodeJS.ProcessEnv,
): Promise<OwnerSignIn | null> {
  const child = fork(path.join(import.meta.dirname, "owner-entry.ts"), [what], {
    env,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const answer = await Promise.race([once(child, "message"), exitOf(child)]);
  if (Array.isArray(answer)) return answerSchema.parse(answer[0]).owner;
  throw new LaunchError(
    "The owner's sign-in could not be made; the lines above say why.",
    "Mend what they name, then start again.",
  );
}

/** The one-time sign-in as it is printed, once. */
export function describeSignIn(owner: OwnerSignIn): string {
  return [
    "",
    "Sign in for the first time with (shown only now):",
    `  Email              ${owner.email}`,
    `  One-time password  ${owner.oneTimePassword}`,
    "",
  ].join("\n");
}
