import type { ProcessIdentity } from "#agent/tenant/gateway-handle.ts";
import type { ObservedSetting } from "#lib/domain/hardening/setting.ts";

/** What was seen of a setting, and how. */
export type Seen = { readonly observed: ObservedSetting; readonly how: string };

/** The Gateway's process at which it is looked. */
export type LookedAt = Pick<ProcessIdentity, "pid" | "startTicks" | "startedAt" | "boundary">;
