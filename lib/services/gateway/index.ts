export type { GatewayInput } from "#lib/services/slug-reference.ts";
export { getOwnWord } from "./get-own-word.ts";
export { killGateway } from "./kill-gateway.ts";
export type { LogTailDto } from "./log-tail-dto.ts";
export { type ProvisionInput, provisionGateway } from "./provision-gateway.ts";
export { type RemoveInput, removeGateway } from "./remove-gateway.ts";
export { restartGateway } from "./restart-gateway.ts";
export { retryOperation } from "./retry-operation.ts";
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
