import type { LeakId } from "#lib/domain/probe/leaks.ts";
import type { Exactly } from "../exactly.ts";
import { accessLeaks } from "./access-leaks.ts";
import { anywhereLeaks } from "./anywhere-leaks.ts";
import { browserLeaks } from "./browser-leaks.ts";
import { copyLeaks } from "./copy-leaks.ts";
import { fileLeaks } from "./file-leaks.ts";
import { gatewayLeaks } from "./gateway-leaks.ts";
import { grantLeaks } from "./grant-leaks.ts";
import { hardeningLeaks } from "./hardening-leaks.ts";
import { identityLeaks } from "./identity-leaks.ts";
import type { Leak } from "./leak.ts";
import { mountLeaks } from "./mount-leaks.ts";
import { neighbourLeaks } from "./neighbour-leaks.ts";
import { relayLeaks } from "./relay-leaks.ts";
import { runtimeLeaks } from "./runtime-leaks.ts";
import { sharedLeaks } from "./shared-leaks.ts";

const byId = {
  ...fileLeaks,
  ...accessLeaks,
  ...grantLeaks,
  ...copyLeaks,
  ...anywhereLeaks,
  ...mountLeaks,
  ...sharedLeaks,
  ...runtimeLeaks,
  ...identityLeaks,
  ...hardeningLeaks,
  ...gatewayLeaks,
  ...browserLeaks,
  ...neighbourLeaks,
  ...relayLeaks,
};
/** Those that the probes' records name, and no other: anything else does not compile. */
const planted: Exactly<LeakId, typeof byId> = byId;

export type NamedLeak = Leak & { readonly id: LeakId };

/** Every kind of hole that the self-test makes, one at a time, to see whether the probes notice it and nothing else. */
export const leaks: readonly NamedLeak[] = Object.entries(planted).map(
  ([id, leak]) => ({ ...leak, id }) as NamedLeak,
);
