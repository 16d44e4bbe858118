import { randomBytes } from "node:crypto";
import type { AgentContext } from "#agent/context/context.ts";
import { askWithToken } from "#agent/gateway/ask-with-token.ts";
import { findLiveGateway } from "#agent/gateway/live-gateway.ts";
import { reloadSecrets } from "#agent/gateway/reload-secrets.ts";
import { removePairedDevices } from "#agent/gateway/remove-paired-devices.ts";
import { leaveEarlierDevice } from "#agent/probes/earlier-device.ts";
import { isSameProcess } from "#agent/proc/is-same-process.ts";
import { refuseUnprovisioned } from "#agent/secrets/set-secret.ts";
import {
  gatewayTokenPath,
  readSecrets,
  secretAt,
  withSecret,
  writeSecrets,
} from "#agent/secrets-store/secrets-file.ts";
import { traceOf } from "#agent/secrets-store/trace.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Rotation } from "#lib/host-agent/contract/secrets.ts";

/**
 * Gives a Gateway another token. A running one takes it without a restart:
 * the old token is tried and must be refused, the new one must be accepted,
 * and devices that were paired with the old one are removed. The caller holds
 * the lock of the tenant's secrets.
 *
 * @throws AgentFailure START_FAILED when the running Gateway didn't take it; the file then has the old token again
 */
export async function rotateGatewayToken(context: AgentContext, tenant: TenantRecord): Promise<Rotation> {
  refuseUnprovisioned(tenant);
  const before = await readSecrets(context, tenant);
  const oldToken = secretAt(before, gatewayTokenPath);
  const newToken = randomBytes(32).toString("base64url");
  const live = findLiveGateway(context, tenant);
  // Left for the probes to try afterwards. It is removed with the others, and not counted.
  const left = oldToken === null ? null : await leaveEarlierDevice(context, tenant, oldToken);
  await writeSecrets(tenant, withSecret(before, gatewayTokenPath, newToken));
  const trace = traceOf(context, newToken);
  if (live === null) return { ...trace, running: null, removedDevices: 0 };
  const reload = await reloadSecrets(context, tenant, oldToken ?? newToken);
  if (reload.state === "failed") {
    await writeSecrets(tenant, withSecret(await readSecrets(context, tenant), gatewayTokenPath, oldToken));
    throw new AgentFailure(
      "START_FAILED",
      `The token was not rotated, the old one still holds. ${reload.reason}`,
      "Try again; if the Gateway doesn't answer, stop it, rotate the token, and start it.",
      { isRetryable: true },
    );
  }
  const oldTokenStatus = oldToken === null ? 401 : await tryToken(context, tenant, oldToken);
  const newTokenStatus = await tryToken(context, tenant, newToken);
  if (![401, 403].includes(oldTokenStatus) || newTokenStatus >= 400) {
    throw new AgentFailure(
      "START_FAILED",
      `The token on disk is new, but the running Gateway answered the old one with ${oldTokenStatus} and the new one with ${newTokenStatus}.`,
      "Restart the Gateway: it then has the new token only.",
    );
  }
  const removedDevices = (await removePairedDevices(context, tenant)) - (left === null ? 0 : 1);
  const now = findLiveGateway(context, tenant);
  return {
    ...trace,
    running: {
      pid: live.pid,
      oldTokenStatus,
      newTokenStatus,
      isSameProcess: isSameProcess(now, live),
    },
    removedDevices,
  };
}

/** The status of a request with this token, sent to the Gateway's own socket and nobody else's. */
async function tryToken(context: AgentContext, tenant: TenantRecord, token: string): Promise<number> {
  const inode = findLiveGateway(context, tenant)?.inode ?? null;
  const answer =
    inode === null ? { problem: "it doesn't listen" } : await askWithToken(tenant.basePort, inode, token);
  if ("status" in answer) return answer.status;
  throw new AgentFailure(
    "START_FAILED",
    `The token on disk is new, but it could not be tried on the running Gateway: ${answer.problem}.`,
    "Restart the Gateway: it then has the new token only.",
    { isRetryable: true },
  );
}
