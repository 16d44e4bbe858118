import type { ConfigurationView, SecretSighting } from "./configuration-view.ts";
import type { Cure } from "./mistake-rule.ts";

export function byHand(step: string): Cure {
  return { by: "hand", step };
}

/**
 * True when writing the configuration again would change one of these settings
 * or something below it; also when the edited file can't be compared at all.
 * Without areas: when it would change anything.
 */
export function isEdited({ edited }: ConfigurationView, ...areas: readonly string[]): boolean {
  if (edited === null) return true;
  if (areas.length === 0) return edited.length > 0;
  return edited.some((path) =>
    areas.some((area) => path === area || path.startsWith(`${area}.`) || area.startsWith(`${path}.`)),
  );
}

/**
 * One click where the fault came with an edit by hand, which writing the
 * configuration again takes away; else what somebody has to do.
 */
export function restoring(view: ConfigurationView, areas: readonly string[], otherwise: string): Cure {
  if (isEdited(view, ...areas))
    return { by: "click", fix: "restore-configuration", subject: areas.join(" ") || "configuration" };
  return byHand(
    `${otherwise} If it was adopted from an edit by hand, stop keeping it on the Drift tab: writing the configuration again keeps it.`,
  );
}

/** Another token for this tenant's Gateway, where the one in use is the one that Bulkhead made. */
export function gatewayTokenCure(
  view: ConfigurationView,
  token: SecretSighting & { fingerprint: string },
): Cure {
  if (isEdited(view, "gateway.auth", "secrets")) {
    return { by: "click", fix: "restore-configuration", subject: "gateway.auth" };
  }
  if (token.place === "file" && token.setting === "gateway.auth.token") {
    return { by: "click", fix: "rotate-gateway-token", subject: token.fingerprint };
  }
  return byHand(
    `Take the token out of ${token.where ?? token.setting}, restart the Gateway from the dashboard, and rotate the Gateway token under Credentials.`,
  );
}

/** Another hooks token where the configuration itself has it; OpenClaw takes none by reference. */
export function hooksTokenCure(token: SecretSighting & { fingerprint: string }): Cure {
  if (token.place === "config" && token.setting === "hooks.token") {
    return { by: "click", fix: "new-hooks-token", subject: token.fingerprint };
  }
  return byHand(
    `Set another value where ${token.setting} comes from${token.where === null ? "" : ` (${token.where})`}, restart the Gateway, and enter it in the programs that call.`,
  );
}
