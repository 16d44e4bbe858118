import type { RiskAcceptance } from "#lib/db/generated/client.ts";
import { isAccepted } from "#lib/domain/risk/acceptance.ts";
import type { AcceptanceDto } from "./risk-dto.ts";

/** @param faults keys of what is wrong now */
export function toAcceptanceDto(row: RiskAcceptance, faults: readonly string[], now: Date): AcceptanceDto {
  return {
    id: row.id,
    reason: row.reason,
    ownerName: row.ownerName,
    acceptedByName: row.acceptedByName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    state: stateOf(row, faults, now),
  };
}

function stateOf(row: RiskAcceptance, faults: readonly string[], now: Date): AcceptanceDto["state"] {
  if (row.expiresAt <= now) return "expired";
  if (faults.length === 0) return "idle";
  return isAccepted(faults, row, now) ? "valid" : "outgrown";
}
