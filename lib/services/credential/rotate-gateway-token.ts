import { type Actor, authorize } from "#lib/services/actor.ts";
import { changeOnHost } from "#lib/services/host-change/change-on-host.ts";
import { lockIdle } from "#lib/services/host-change/lock-idle.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/slug-reference.ts";
import type { RotatedTokenDto } from "./credential-dto.ts";
import { tokenChange, tokenOnHost } from "./token-change.ts";

const timeoutMs = 50_000;

/**
 * Gives a tenant's Gateway another token, made on the host. A running Gateway
 * goes on; whoever had the old token is out.
 */
export async function rotateGatewayToken(actor: Actor, input: GatewayInput): Promise<RotatedTokenDto> {
  authorize(actor, "credential.rotate");
  const { slug } = parseInput(gatewayInput, input);
  const { answer } = await changeOnHost(tokenChange, actor, slug, {
    label: "the rotation of the Gateway token",
    timeoutMs,
    lock: lockIdle,
    plan: async () => ({}),
    async call({ agent, slug: name, changeId, note }) {
      await note({ before: await tokenOnHost(agent, name) });
      const order = { slug: name, changeId };
      const { fingerprint, running, removedDevices } = await agent.call("gateway-token.rotate", order, {
        timeoutMs,
      });
      return { facts: { fingerprint, removedDevices }, answer: { running, removedDevices } };
    },
  });
  return answer ?? { running: null, removedDevices: 0 };
}
