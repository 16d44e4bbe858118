import { randomBytes } from "node:crypto";
import { digest } from "./runner/finding.ts";
import { squatKey } from "./runner/protocol.ts";
import { hear, squat } from "./runner/squat.ts";
import { byRoot, type Control } from "./side.ts";

/**
 * Whether whoever takes a port of a tenant's on the host's ::1 is heard there.
 * The agent takes a derived one: at the first, the tenant's Gateway would see a
 * stranger and be taken for one that is not to be trusted.
 */
export async function controlOnHost(derivedPort: number): Promise<Control> {
  const place = { port: derivedPort, family: 6 } as const;
  const canary = randomBytes(32).toString("hex");
  const { taken, release } = await squat([place], canary);
  try {
    const answers = await hear([place]);
    return answers[squatKey(place)] === digest(canary)
      ? byRoot("reached", `The host agent took [::1]:${derivedPort} on this host and was heard there.`)
      : byRoot(
          "unmeasured",
          `The host agent was not heard at [::1]:${derivedPort}: ${taken[squatKey(place)]}.`,
        );
  } finally {
    await release();
  }
}
