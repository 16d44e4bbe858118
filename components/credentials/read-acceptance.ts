import type { SecretFormReading } from "./secret-form.ts";

/** Why a risk is acceptable, as a form says it; left out while no reason is given. */
export function readTerms({ optional }: SecretFormReading, prefix: "acceptance" | "opening") {
  const reason = optional(`${prefix}.reason`);
  if (reason === undefined) return undefined;
  return { reason, ownerId: optional(`${prefix}.ownerId`), expiresOn: optional(`${prefix}.expiresOn`) };
}

/** That a secret is shared with the tenants that were named on screen. */
export function readSharing(form: SecretFormReading) {
  const terms = readTerms(form, "acceptance");
  return terms && { ...terms, tenants: form.list("acceptance.tenants") };
}
