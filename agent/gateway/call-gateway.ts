import type { AgentContext } from "#agent/context/context.ts";
import { readGatewayToken } from "#agent/secrets-store/secrets-file.ts";
import { type GatewaySocket, openGatewaySocket } from "#agent/staged/gateway-socket.ts";
import { isOwnListener } from "#agent/staged/own-listener.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { pollUntil } from "#agent/system/poll-until.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { findLiveGateway, isStillLive, type LiveGateway } from "./live-gateway.ts";

/** How long a Gateway that runs may be out of reach before that is said, in milliseconds, where nobody says otherwise. */
const doorMs = 5_000;

export type GatewayConversation = {
  /** @throws AgentFailure with the Gateway's own words when it refuses */
  call(method: string, params: object): Promise<unknown>;
  /** What `connect` answered. */
  readonly hello: unknown;
};

type Options = {
  readonly scopes: readonly string[];
  readonly timeoutMs?: number;
  /** Another token than the one on disk, such as the one before a rotation. */
  readonly token?: string;
  /** How long to wait for it to listen: after a change it may be coming up again. */
  readonly doorMs?: number;
};

/**
 * Talks with a tenant's running Gateway over its control connection. The token
 * is sent only after the socket at the other end was seen to be the Gateway's
 * own; it is never an argument and never logged.
 *
 * @throws AgentFailure START_FAILED while the Gateway doesn't answer
 */
export async function withGateway<T>(
  context: AgentContext,
  tenant: TenantRecord,
  options: Options,
  talk: (conversation: GatewayConversation) => Promise<T>,
): Promise<T> {
  const gateway = await findDoor(context, tenant, options.doorMs ?? doorMs);
  const inode = gateway?.inode ?? null;
  const token = options.token ?? (await readGatewayToken(context, tenant));
  if (gateway === null || inode === null || token === null) throw unreachable(tenant, "it doesn't listen");
  const isTrusted = () => isStillLive(gateway) && isOwnListener(tenant.basePort, inode);
  const { scopes, timeoutMs = 10_000 } = options;
  let socket: GatewaySocket;
  try {
    socket = await openGatewaySocket({ port: tenant.basePort, token, scopes, isTrusted, timeoutMs });
  } catch (error) {
    throw unreachable(tenant, (error as NodeJS.ErrnoException).code ?? "no answer");
  }
  try {
    if (!socket.hello.ok) throw refused(tenant, "connect", socket.hello.error);
    return await talk({
      hello: socket.hello.payload,
      async call(method, params) {
        const reply = await socket.call(method, params);
        if (!reply.ok) throw refused(tenant, method, reply.error);
        return reply.payload;
      },
    });
  } finally {
    socket.close();
  }
}

/** The running Gateway. What forwards into its network is away for a moment when other ports are let through. */
async function findDoor(
  context: AgentContext,
  tenant: TenantRecord,
  limitMs: number,
): Promise<LiveGateway | null> {
  const timeout = AbortSignal.timeout(limitMs);
  const look = async () => {
    const gateway = findLiveGateway(context, tenant);
    return gateway !== null && gateway.inode === null && !timeout.aborted ? null : { gateway };
  };
  const { gateway } = await pollUntil(look, { pollMs: 200, signal: new AbortController().signal });
  return gateway;
}

function unreachable({ slug }: TenantRecord, reason: string): AgentFailure {
  return new AgentFailure(
    "START_FAILED",
    `The Gateway of "${slug}" runs but could not be asked: ${reason}.`,
    "Try again. If it goes on, restart the Gateway.",
    { isRetryable: true },
  );
}

type Refusal = { readonly code?: string; readonly message?: string } | undefined;

function refused({ slug }: TenantRecord, method: string, error: Refusal): AgentFailure {
  const words = `${error?.code ?? ""} ${error?.message ?? ""}`.trim().slice(0, 500) || "no reason given";
  return new AgentFailure(
    "START_FAILED",
    `The Gateway of "${slug}" refused ${method}: ${words}.`,
    "Look at the Gateway's log, then try again.",
    { isRetryable: error?.code === "UNAVAILABLE" || error?.code === "ETIMEDOUT" },
  );
}
