import { afterEach, beforeEach, expect, test } from "vitest";
import { createProbeHost, isRoot, type ProbeHost } from "#agent/probes/testing/probe-host.ts";
import type { HostEvidence } from "#lib/host-agent/contract/evidence.ts";
import { createHandlers } from "./create-handlers.ts";

let host: ProbeHost;
beforeEach(async () => {
  host = await createProbeHost();
});
afterEach(async () => {
  await host.dispose();
});

test.runIf(isRoot)(
  "a check beside attempts doesn't take what they leave for a moment for the tenant's",
  async () => {
    await host.addTenant();
    await host.addTenant();
    const facts = { agentVersion: "0.0.0" };
    const handlers = createHandlers({ ...host, facts, agentBootId: "test" });
    const { signal } = new AbortController();
    let check: Promise<HostEvidence> | null = null;
    await handlers.probes(
      {},
      async (event) => {
        // By then the canaries lie there.
        if (event.type === "progress") check ??= handlers.evidence({}, signal);
      },
      signal,
    );
    expect(check).not.toBeNull();
    expect(JSON.stringify(await check)).not.toContain("/.bulkhead-probe");
  },
);
