import type { OperationKind } from "#lib/db/generated/enums.ts";
import type { Permission } from "#lib/services/actor.ts";

/** The one name of what an operation does: permission, activity and log event. */
export function operationAction(kind: OperationKind): Permission {
  return kind === "harden" ? "hardening.apply" : `gateway.${kind}`;
}
