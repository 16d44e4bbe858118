import { z } from "zod";
import { channelLabels } from "#lib/domain/channel/channel-kind.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { changeOnHost } from "#lib/services/host-change/change-on-host.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
import { lockForConfiguration } from "./change-configuration.ts";
import type { RevokedDto } from "./credential-dto.ts";
import { identitySchema, placesOf, revocationChange } from "./revocation-change.ts";

const inputSchema = z.object({ slug: slugReference, identity: identitySchema });
export type RevokeIdentityInput = z.input<typeof inputSchema>;

/** The tenant's whole tree is searched for the secrets. */
const timeoutMs = 55_000;

/**
 * Takes a channel identity or a provider of models from a tenant: its secrets
 * leave the host at once and are searched for there, its configuration follows
 * as an operation.
 */
export async function revokeIdentity(actor: Actor, input: RevokeIdentityInput): Promise<RevokedDto> {
  authorize(actor, "credential.revoke");
  const { slug, identity } = parseInput(inputSchema, input);
  const label =
    identity.area === "model" ? identity.provider : `${channelLabels[identity.kind]} ${identity.accountId}`;
  const { result: operation, answer: revocation } = await changeOnHost(revocationChange, actor, slug, {
    label: `the revocation of ${label}`,
    timeoutMs,
    lock: lockForConfiguration,
    async plan(tx, tenant) {
      const places = placesOf(tenant.gateway, identity);
      // A provider that is asked without a key now may still have one from before on the host.
      const kept = await tx.credential.findMany({
        where: { tenantId: tenant.id, OR: places.kept },
        select: { pointer: true },
      });
      const names = [...new Set([...places.named, ...kept.map(({ pointer }) => pointer)])];
      return { identity, label, names };
    },
    foresee: () => ({ isGone: true, searchedFiles: 0, foundIn: [] }),
    isForHost: ({ names }) => names.length > 0,
    async call({ agent, slug: name, changeId, intent }) {
      const request = { slug: name, changeId, names: [...intent.names] };
      const { isGone, searchedFiles, foundIn, ...rest } = await agent.call("secrets.revoke", request, {
        timeoutMs,
      });
      const facts = { isGone, searchedFiles, foundIn };
      return { facts, answer: { ...facts, ...rest } };
    },
  });
  return { revocation, operation };
}
