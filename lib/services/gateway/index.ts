export type { GatewayDto, LogTailDto, ShownPhase } from "./gateway-dto.ts";
export type { GatewayInput } from "./gateway-input.ts";
export { killGateway } from "./kill-gateway.ts";
export { type ProvisionInput, provisionGateway } from "./provision-gateway.ts";
export { type RemoveInput, removeGateway } from "./remove-gateway.ts";
export { restartGateway } from "./restart-gateway.ts";
export { startGateway } from "./start-gateway.ts";
export { stopGateway } from "./stop-gateway.ts";
export {
  type FollowLogsInput,
  followLogs,
  followLogsInput,
  holdLogStream,
  type TailLogsInput,
  tailLogs,
} from "./tail-logs.ts";
