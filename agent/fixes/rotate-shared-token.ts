import { reloadSecrets } from "#agent/gateway/reload-secrets.ts";
import { rotateGatewayToken } from "#agent/provision/rotate-gateway-token.ts";
import { readGatewayToken } from "#agent/secrets-store/secrets-file.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { done, unchanged } from "#agent/steps/run-step.ts";
import { fingerprint } from "#agent/system/fingerprint.ts";
import type { Reload } from "#lib/host-agent/contract/secrets.ts";
import type { FixParts } from "./fix-parts.ts";

/**
 * Another token in the place of one that was found to be somebody else's, too.
 * A token that is another one by now is left alone.
 *
 * @returns the fingerprint of the token as it is now
 */
export function rotateSharedToken({ context, tenant, subjects, step }: FixParts): Promise<string | null> {
  return step("rotate-token", "Give the Gateway a token of its own", async () => {
    const token = await readGatewayToken(context, tenant);
    const now = token === null ? null : fingerprint(context.fingerprintKey, token);
    if (now !== null && !subjects.includes(now)) {
      refuseHalfRotated(await reloadSecrets(context, tenant));
      return unchanged(now, "It has another token already than the one that was found.");
    }
    const rotation = await rotateGatewayToken(context, tenant);
    const devices =
      rotation.removedDevices > 0 ? ` ${rotation.removedDevices} paired devices were removed.` : "";
    const detail =
      rotation.running === null
        ? "The Gateway is stopped; it has the new token when it starts."
        : `The running Gateway refused the old token and took the new one.${devices}`;
    return done(rotation.fingerprint, detail);
  });
}

/** A rotation that was cut off leaves the new token on disk and the old one in the running Gateway. */
function refuseHalfRotated(reload: Reload): void {
  if (reload.state !== "failed") return;
  throw new AgentFailure(
    "START_FAILED",
    `The token on disk is another one already, but the running Gateway may not have taken it. ${reload.reason}`,
    "Restart the Gateway: it then has the new token only.",
  );
}
