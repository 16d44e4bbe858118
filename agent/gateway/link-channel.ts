import { z } from "zod";
import { AgentFailure } from "#agent/agent-error.ts";
import { boundaryCommand } from "#agent/boundary/boundary-command.ts";
import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import type { Link } from "#lib/host-agent/contract/secrets.ts";
import { withGateway } from "./call-gateway.ts";

const answerSchema = z.object({
  qrDataUrl: z.string().nullish(),
  sessionKey: z.string().nullish(),
  connected: z.boolean().nullish(),
  message: z.string().nullish(),
});
const scopes = ["operator.admin"];
/** How long one call waits for the phone, in milliseconds. */
const waitMs = 20_000;

export type LinkOrder = {
  readonly kind: string;
  readonly accountId: string;
  /** Null to begin; afterwards what the step before answered. */
  readonly sessionKey: string | null;
  readonly isBegun: boolean;
};

/** Begins to link an account by a code for a phone, or waits a while for the phone to have scanned it. */
export async function linkChannel(
  context: AgentContext,
  tenant: TenantRecord,
  { kind, accountId, sessionKey, isBegun }: LinkOrder,
): Promise<Link> {
  const params = { channel: kind, accountId };
  try {
    return await withGateway(context, tenant, { scopes, timeoutMs: 40_000 }, async ({ call }) => {
      const began = performance.now();
      const answer = answerSchema.parse(
        isBegun
          ? await call("web.login.wait", {
              ...params,
              timeoutMs: waitMs,
              ...(sessionKey !== null && { sessionKey }),
            })
          : await call("web.login.start", { ...params, timeoutMs: 30_000 }),
      );
      const qrDataUrl = answer.qrDataUrl?.startsWith("data:image/") ? answer.qrDataUrl : null;
      // Without a code there is nothing to scan, and a wait that ends early without one is over.
      const isOver = qrDataUrl === null && (!isBegun || performance.now() - began < waitMs / 2);
      const state = answer.connected ? "linked" : isOver ? "failed" : "waiting";
      return {
        state,
        qrDataUrl,
        sessionKey: answer.sessionKey ?? sessionKey,
        message: (answer.message ?? "").slice(0, 500),
        hostCommand: state === "failed" ? hostCommandOf(context, tenant, kind, accountId) : null,
      };
    });
  } catch (error) {
    if (!(error instanceof AgentFailure)) throw error;
    const { message } = error.detail;
    const isUnsupported = /unknown method|not support|no .*provider/i.test(message);
    return {
      state: isUnsupported ? "unsupported" : "failed",
      qrDataUrl: null,
      sessionKey: null,
      message,
      hostCommand: hostCommandOf(context, tenant, kind, accountId),
    };
  }
}

/** The login in a terminal of the host: the same program, as the same user, in the same environment. */
function hostCommandOf(context: AgentContext, tenant: TenantRecord, kind: string, accountId: string): string {
  const { env } = boundaryCommand(context, tenant, []);
  const { node, openclaw } = runtimePaths(context.paths, tenant.runtimeVersion);
  const { HOME, OPENCLAW_CONFIG_PATH, OPENCLAW_STATE_DIR, OPENCLAW_CONFIG_READONLY } = env;
  const settings = { HOME, OPENCLAW_CONFIG_PATH, OPENCLAW_STATE_DIR, OPENCLAW_CONFIG_READONLY };
  const words = Object.entries(settings).map(([name, value]) => `${name}=${value ?? ""}`);
  const login = `channels login --channel ${kind} --account ${accountId}`;
  return `sudo -u ${tenant.userName} env ${words.join(" ")} ${node} ${openclaw} ${login}`;
}
