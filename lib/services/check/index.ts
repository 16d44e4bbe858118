export type { HostCheckDto, ItemDto, VerdictCounts } from "./check-dto.ts";
export { type CheckInput, getCheck } from "./get-check.ts";
export { type ListChecksInput, listChecks } from "./list-checks.ts";
export { type RequestHostCheckInput, requestHostCheck } from "./request-host-check.ts";
