import type { Credential } from "#lib/db/generated/client.ts";
import type { CredentialDto } from "./credential-dto.ts";

export function toCredentialDto(row: Credential): CredentialDto {
  return {
    id: row.id,
    kind: row.kind,
    pointer: row.pointer,
    label: row.label,
    provider: row.provider,
    identity: row.identity,
    fingerprint: row.fingerprint.slice(0, 8),
    lastFour: row.lastFour,
    acceptedReason: row.acceptedReason,
    since: (row.rotatedAt ?? row.createdAt).toISOString(),
  };
}
