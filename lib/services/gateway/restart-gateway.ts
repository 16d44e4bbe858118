import { type Actor, authorize } from "#lib/services/actor.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { requestOperation } from "#lib/services/operation/request-operation.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/slug-reference.ts";

/** Stops a tenant's running Gateway and starts it again. */
export async function restartGateway(actor: Actor, input: GatewayInput): Promise<OperationDto> {
  authorize(actor, "gateway.restart");
  const { slug } = parseInput(gatewayInput, input);
  return requestOperation(actor, { slug, kind: "restart" });
}
