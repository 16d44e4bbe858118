import { describe, expect, it } from "vitest";
import { connectionProbes } from "./connection-probes.ts";
import type { AttemptTarget } from "./protocol.ts";
import type { Source } from "./runner-probe.ts";
import { sharedPlaceProbes } from "./shared-place-probes.ts";

describe("a port of the block is tried for what stands there:", () => {
  const kinds = ["port.control", "port.relay", "port.cdp"] as const;
  /** One at which nobody listens: nothing of a real host's lies that low. */
  const target = (offset: number): Partial<AttemptTarget> => ({
    ports: [{ port: 1 + offset, offset, isPlanted: true }],
  });

  it.each([
    [1, "port.control"],
    [9, "port.control"],
    [10, "port.relay"],
    [11, "port.cdp"],
    [110, "port.cdp"],
    [111, "port.control"],
    [119, "port.control"],
  ])("%d is %s", async (offset, kind) => {
    const tried = await Promise.all(
      kinds.map(async (each) => {
        const finding = await connectionProbes[each](target(offset) as AttemptTarget);
        return finding === null ? [] : [each];
      }),
    );
    expect(tried.flat()).toEqual([kind]);
  });
});

describe("an announcement on the network", () => {
  it.each<[what: string, announced: readonly number[] | null, outcome: string]>([
    ["is the target's where it tells its port", [19_200, 19_320], "reached"],
    ["is another's where it tells another port", [19_200], "refused"],
    ["is none where none was heard", [], "refused"],
    ["is not measured where the network could not be asked", null, "unmeasured"],
  ])("%s", (_, announced, outcome) => {
    const target: Partial<AttemptTarget> = { process: { pid: 1, startTicks: 1 }, basePort: 19_320 };
    const finding = sharedPlaceProbes["shared.mdns"](target as AttemptTarget, { announced } as Source);
    expect(finding).toMatchObject({ outcome });
  });
});
