import { anywhereLeaks } from "./anywhere-leaks.ts";
import { fileLeaks } from "./file-leaks.ts";
import { gatewayLeaks } from "./gateway-leaks.ts";
import { hardeningLeaks } from "./hardening-leaks.ts";
import { identityLeaks } from "./identity-leaks.ts";
import type { Leak } from "./leak.ts";
import { neighbourLeaks } from "./neighbour-leaks.ts";
import { runtimeLeaks } from "./runtime-leaks.ts";
import { sharedLeaks } from "./shared-leaks.ts";

/** Every kind of hole that the self-test makes, one at a time, to see whether the probes notice it and nothing else. */
export const leaks: readonly Leak[] = [
  ...fileLeaks,
  ...anywhereLeaks,
  ...sharedLeaks,
  ...runtimeLeaks,
  ...identityLeaks,
  ...hardeningLeaks,
  ...gatewayLeaks,
  ...neighbourLeaks,
];
