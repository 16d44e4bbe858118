import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { findFieldProblems } from "#lib/domain/channel/channel-field.ts";
import { channelKindSchema } from "#lib/domain/channel/channel-kind.ts";
import { settingKeySchema } from "#lib/domain/channel/channel-setting.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
import type { CredentialCheckDto } from "./credential-dto.ts";
import { enteredSecretSchema, traceSecrets } from "./entered-secret.ts";
import { findHolders } from "./find-holders.ts";
import { askIdentity } from "./identify.ts";

const inputSchema = z.object({
  slug: slugReference,
  kind: channelKindSchema,
  secrets: z.record(settingKeySchema, enteredSecretSchema),
});
export type CheckCredentialInput = z.input<typeof inputSchema>;

/** Says whose secrets these are and which tenants have them already, before anything is saved. */
export async function checkCredential(
  actor: Actor,
  input: CheckCredentialInput,
): Promise<CredentialCheckDto> {
  authorize(actor, "credential.set");
  const { slug, kind, secrets } = parseInput(inputSchema, input);
  const tenant = await db.tenant.findUnique({ where: { slug }, select: { id: true, hostId: true } });
  if (tenant === null) throw notFound("tenant");
  const problems = Object.entries(findFieldProblems(kind, secrets)).filter(([key]) => key in secrets);
  if (problems.length > 0) {
    throw new ServiceError("INVALID", "Some of what was entered can't be used.", {
      nextStep: "Correct the marked fields and try again.",
      fields: Object.fromEntries(problems),
    });
  }
  const [identity, traced] = await Promise.all([
    askIdentity(tenant.hostId, kind, secrets),
    traceSecrets(tenant.hostId, secrets),
  ]);
  const sharedWith = await findHolders(
    db,
    tenant.id,
    traced.map(({ trace }) => trace.fingerprint),
  );
  return { identity, sharedWith };
}
