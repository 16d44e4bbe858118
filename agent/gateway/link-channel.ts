import { boundaryOf } from "#agent/boundary/boundary.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { networkPlace } from "#agent/network/network-place.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Link } from "#lib/host-agent/contract/secrets.ts";
import { withGateway } from "./call-gateway.ts";
import { readLinkAnswer, refusedLink } from "./link-answer.ts";

const scopes = ["operator.admin"];
/** How long one call waits for the phone, in milliseconds. */
const waitMs = 20_000;

export type LinkOrder = {
  readonly kind: string;
  readonly accountId: string;
  /** Null to begin; afterwards what the step before answered. */
  readonly sessionKey: string | null;
  readonly isBegun: boolean;
  /** The code that is shown now; the Gateway answers as soon as there is a newer one. */
  readonly qrDataUrl: string | null;
};

/** Begins to link an account by a code for a phone, or waits a while for the phone to have scanned it. */
export async function linkChannel(
  context: AgentContext,
  tenant: TenantRecord,
  { kind, accountId, sessionKey, isBegun, qrDataUrl }: LinkOrder,
): Promise<Link> {
  const params = { channel: kind, accountId };
  const hostCommand = hostCommandOf(context, tenant, kind, accountId);
  try {
    return await withGateway(context, tenant, { scopes, timeoutMs: 40_000 }, async ({ call }) => {
      const began = performance.now();
      const answer = isBegun
        ? await call("web.login.wait", {
            ...params,
            timeoutMs: waitMs,
            ...(sessionKey !== null && { sessionKey }),
            ...(qrDataUrl !== null && { currentQrDataUrl: qrDataUrl }),
          })
        : await call("web.login.start", { ...params, timeoutMs: 30_000 });
      // A wait that ends early without a new code is over.
      const isEarly = performance.now() - began < waitMs / 2;
      return readLinkAnswer(answer, { isBegun, isEarly, sessionKey, hostCommand });
    });
  } catch (error) {
    if (!(error instanceof AgentFailure)) throw error;
    return refusedLink(error.detail.message, hostCommand);
  }
}

/** The login in a terminal of the host: the same program, as the same user, in the same environment. */
function hostCommandOf(context: AgentContext, tenant: TenantRecord, kind: string, accountId: string): string {
  const { exec, view } = boundaryOf(context, tenant);
  const { env } = exec.openclaw([]);
  const { node, openclaw } = runtimePaths(context.paths, tenant.runtimeVersion);
  const { HOME, OPENCLAW_CONFIG_PATH, OPENCLAW_STATE_DIR, OPENCLAW_CONFIG_READONLY } = env;
  const settings = { HOME, OPENCLAW_CONFIG_PATH, OPENCLAW_STATE_DIR, OPENCLAW_CONFIG_READONLY };
  const words = Object.entries(settings).map(([name, value]) => `${name}=${value ?? ""}`);
  const login = `channels login --channel ${kind} --account ${accountId}`;
  const entrance = view.shape.hasNetwork
    ? ["/usr/bin/nsenter", `--net=${networkPlace(tenant.slug)}`, "--"]
    : [];
  const { userName } = tenant;
  const asUser =
    entrance.length === 0 ? [`sudo -u ${userName}`] : ["sudo", ...entrance, `sudo -u ${userName}`];
  return `${asUser.join(" ")} env ${words.join(" ")} ${node} ${openclaw} ${login}`;
}
