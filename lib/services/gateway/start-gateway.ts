import { type Actor, authorize } from "#lib/services/actor.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { type GatewayInput, gatewayInput } from "./gateway-input.ts";
import { requestOperation } from "./request-operation.ts";

/** Starts a tenant's Gateway. Starting one that is being started answers with that operation. */
export async function startGateway(actor: Actor, input: GatewayInput): Promise<OperationDto> {
  authorize(actor, "gateway.start");
  const { slug } = parseInput(gatewayInput, input);
  return requestOperation(actor, { slug, kind: "start", desiredState: "running" });
}
