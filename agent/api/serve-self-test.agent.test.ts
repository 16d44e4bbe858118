import { afterEach, beforeEach, expect, test } from "vitest";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import { defaultPortRange } from "#lib/domain/host/port-block.ts";
import type { PlantedRecord, SelfTestEvent } from "#lib/host-agent/contract/self-test.ts";
import { serveSelfTest } from "./serve-self-test.ts";

let host: RealHost;
beforeEach(async () => {
  host = await createRealHost();
});
afterEach(() => host.dispose());

test("provisions its throwaway tenants as this host can, and leaves none when it is cancelled", async () => {
  const startedAt = new Date();
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
  // Whether anything else turned red is the affair of whatever runs on this host beside it.
  const found = {
    turnedRed: expect.arrayContaining(["files.state"]),
    redItems: expect.arrayContaining(["state-directory"]),
  };
  expect(events.filter(({ type }) => type === "leak")).toMatchObject([{ result: found }]);
  expect(host.registry.list()).toEqual([]);

  const told = events.flatMap((event) =>
    event.type === "record" ? [describe(event.record, startedAt)] : [],
  );
  const open = [[], ["workspace"]];
  expect(told).toEqual([
    { leak: "clock-ahead", hoursAhead: 1, setBySeconds: 0, open },
    { leak: "clock-set-back", hoursAhead: 0, setBySeconds: -30, open },
    { leak: "silent-agent", hoursAhead: 0, setBySeconds: null, open },
  ]);
});

function describe({ leak, before, evidence, after }: PlantedRecord, startedAt: Date) {
  const bootedAt = ({ at, order }: typeof before) => Date.parse(at) - order.uptimeMs;
  return {
    leak,
    hoursAhead: Math.round((Date.parse(evidence.at) - startedAt.getTime()) / 3_600_000),
    setBySeconds: after && Math.round((bootedAt(after) - bootedAt(before)) / 1000) + 0,
    open: evidence.tenants.map(({ items }) =>
      items.filter(({ defects }) => defects.length > 0).map(({ item }) => item),
    ),
  };
}
