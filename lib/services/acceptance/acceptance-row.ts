import type { RiskAcceptance } from "#lib/db/generated/client.ts";
import type { RiskKind } from "#lib/db/generated/enums.ts";
import { isAccepted } from "#lib/domain/risk/acceptance.ts";
import { sourcesOf } from "#lib/domain/risk/accepted-attempts.ts";
import type { AcceptanceDto } from "#lib/services/acceptance/acceptance-dto.ts";

/** Those of a tenant's acceptances that are about one thing. */
export function acceptancesOf(
  rows: readonly RiskAcceptance[],
  kind: RiskKind,
  subject: string,
): readonly RiskAcceptance[] {
  return rows.filter((row) => row.kind === kind && row.subject === subject);
}

/**
 * @param rows everything that is accepted of one subject: several people may answer for it together
 * @param faults keys of what is wrong with it now
 */
export function toAcceptanceDtos(
  rows: readonly RiskAcceptance[],
  faults: readonly string[],
  now: Date,
): AcceptanceDto[] {
  return rows.map((row) => ({
    id: row.id,
    reason: row.reason,
    ownerName: row.ownerName,
    acceptedByName: row.acceptedByName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    sources: row.kind === "attempt" ? sourcesOf(row.faults) : [],
    state: stateOf(row, rows, faults, now),
  }));
}

function stateOf(
  row: RiskAcceptance,
  rows: readonly RiskAcceptance[],
  faults: readonly string[],
  now: Date,
): AcceptanceDto["state"] {
  if (row.expiresAt <= now) return "expired";
  if (faults.length === 0) return "idle";
  const isNeeded = faults.some((fault) => row.faults.includes(fault));
  // Each attempt is a failure of its own; an item or a rule fails as a whole.
  if (row.kind !== "attempt" && !isAccepted(faults, rows, now)) return "outgrown";
  return isNeeded ? "valid" : "idle";
}
