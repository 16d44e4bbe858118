import type { OperationStatus } from "#lib/db/generated/enums.ts";
import type { OperationKind } from "#lib/domain/operation/operation-kinds.ts";
import type { AgentErrorCode } from "#lib/host-agent/contract/error.ts";
import type { Step } from "#lib/host-agent/contract/step.ts";

export type OperationErrorDto = {
  readonly code: AgentErrorCode | "AGENT_UNREACHABLE" | "SUPERSEDED";
  readonly message: string;
  readonly nextStep: string;
  readonly isRetryable: boolean;
};

export type OperationSummaryDto = {
  readonly id: string;
  readonly kind: OperationKind;
  readonly status: OperationStatus;
  readonly createdAt: string;
  readonly finishedAt: string | null;
};

export type OperationDto = OperationSummaryDto & {
  readonly tenant: { readonly id: string; readonly slug: string; readonly name: string };
  readonly steps: readonly Step[];
  readonly error: OperationErrorDto | null;
  /** Why nothing moves while the operation is unfinished: "The host can't be reached. Trying again …". */
  readonly notice: string | null;
  readonly requestedBy: string | null;
  readonly startedAt: string | null;
  /** True for a failed or cancelled operation that is the tenant's latest. */
  readonly canRetry: boolean;
  /** True while it is queued. */
  readonly canCancel: boolean;
};
