export { cancelOperation, type OperationReference } from "./cancel-operation.ts";
export { getOperation } from "./get-operation.ts";
export { type ListOperationsInput, listOperations } from "./list-operations.ts";
export type { OperationDto, OperationErrorDto, OperationSummaryDto } from "./operation-dto.ts";
