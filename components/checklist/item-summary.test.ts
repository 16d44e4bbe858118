import { describe, expect, it } from "vitest";
import type { ItemDto } from "#lib/services/check/check-dto.ts";
import { describeCounts } from "./item-marks.tsx";
import { itemSummary } from "./item-summary.ts";

function item(overrides: Partial<ItemDto> = {}): ItemDto {
  return {
    item: "workspace",
    label: "Workspace",
    verdict: "proven",
    reason: null,
    stale: null,
    decayedFrom: null,
    how: "stat",
    facts: [{ label: "mode", value: "0700" }],
    defects: [],
    word: null,
    sharing: [],
    faults: [],
    acceptances: [],
    observedAt: null,
    ...overrides,
  };
}

const sharedWith = (otherSlug: string) =>
  ({
    item: "workspace",
    kind: "path",
    value: "/x",
    label: "w",
    otherSlug,
    otherItem: "workspace",
    otherLabel: "w",
  }) as const;

describe("itemSummary", () => {
  it("shows what was seen of a proven item", () => {
    expect(itemSummary(item())).toBe("mode: 0700");
  });

  it("names the other tenant once, however much is shared", () => {
    const sharing = [sharedWith("acme"), sharedWith("acme")];
    expect(itemSummary(item({ verdict: "failed", reason: "Shared.", sharing }))).toBe("Shared with acme.");
  });

  it("shortens a long list of tenants", () => {
    const sharing = ["a1", "b2", "c3", "d4", "e5"].map(sharedWith);
    expect(itemSummary(item({ verdict: "failed", sharing }))).toBe("Shared with a1, b2, c3 and 2 more.");
  });

  it("says why nothing is known and what was known before", () => {
    const stale = item({
      verdict: "not-measured",
      reason: "It was measured more than 24 h ago.",
      decayedFrom: "proven",
    });
    expect(itemSummary(stale)).toBe("It was measured more than 24 h ago. It was proven.");
  });
});

describe("describeCounts", () => {
  it("leaves out what there is none of", () => {
    const text = describeCounts({ proven: 7, failed: 2, "not-measured": 1, accepted: 0 });
    expect(text).toBe("7 of 10 proven, 2 failed, 1 not measured");
  });
});
