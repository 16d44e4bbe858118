import type { Credential } from "#lib/db/generated/client.ts";
import { type Acceptance, isSharedSecret } from "#lib/domain/risk/acceptance.ts";
import type { CredentialDto } from "./credential-dto.ts";

/** @param acceptances of the tenant; revoked ones left out */
export function toCredentialDto(
  row: Credential,
  acceptances: readonly (Acceptance & { readonly reason: string })[],
  now: Date,
): CredentialDto {
  const sharing = acceptances.find(
    ({ faults, expiresAt }) =>
      expiresAt > now && faults.some((fault) => isSharedSecret(fault, row.fingerprint)),
  );
  return {
    id: row.id,
    kind: row.kind,
    pointer: row.pointer,
    label: row.label,
    provider: row.provider,
    identity: row.identity,
    fingerprint: row.fingerprint.slice(0, 8),
    lastFour: row.lastFour,
    acceptedReason: sharing?.reason ?? null,
    since: (row.rotatedAt ?? row.createdAt).toISOString(),
  };
}
