import type { OperationKind } from "#lib/db/generated/enums.ts";
import type { Permission } from "#lib/services/actor.ts";

/** The one name of what an operation does: permission, activity and log event. */
export function operationAction(kind: OperationKind): Permission {
  if (kind === "harden") return "hardening.apply";
  return kind === "fix" ? "mistake.fix" : `gateway.${kind}`;
}
