import { afterEach, beforeEach, expect, test } from "vitest";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import { defaultPortRange } from "#lib/domain/host/port-block.ts";
import type { SelfTestEvent } from "#lib/host-agent/contract/self-test.ts";
import { serveSelfTest } from "./serve-self-test.ts";

let host: RealHost;
beforeEach(async () => {
  host = await createRealHost();
});
afterEach(() => host.dispose());

test("provisions its throwaway tenants as this host can, and leaves none when it is cancelled", async () => {
  const cancel = new AbortController();
  const events: SelfTestEvent[] = [];
  const facts = { agentVersion: "test", portRange: defaultPortRange };
  const run = serveSelfTest(
    { ...host, facts },
    { withGateways: false },
    async (event) => {
      events.push(event);
      if (event.type === "leak") cancel.abort();
    },
    cancel.signal,
  );
  await expect(run).rejects.toMatchObject({ name: "AbortError" });
  expect(events.filter(({ type }) => type === "leak")).toMatchObject([{ result: { isCaught: true } }]);
  expect(host.registry.list()).toEqual([]);
});
