import type { RunStatus } from "#lib/db/generated/enums.ts";
import type { LeakResult } from "#lib/host-agent/contract/self-test.ts";

export type SelfTestDto = {
  readonly id: string;
  readonly hostId: string;
  readonly status: RunStatus;
  readonly withGateways: boolean;
  readonly isCancelling: boolean;
  /** Leaks planted so far, of those there are; `total` is null until the host has told them. */
  readonly progress: { readonly done: number; readonly total: number | null };
  /** In the order in which they were planted. */
  readonly leaks: readonly LeakResult[];
  readonly caught: number;
  readonly error: { readonly message: string; readonly nextStep: string } | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
};
