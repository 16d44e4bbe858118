import { describe, expect, it } from "vitest";
import { browserOf } from "./browser.ts";

const header = "x-bulkhead-client-0123";

describe("browserOf", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::1", "::1"],
    ["not an address", null],
    [undefined, null],
    [["203.0.113.7"], null],
  ])("takes from the front door's %j the address %s", (noted, address) => {
    expect(browserOf({ [header]: noted }, header)).toMatchObject({ address });
  });

  it("believes no other header, and knows no address without a front door", () => {
    const headers = { "x-forwarded-for": "203.0.113.7", "x-real-ip": "203.0.113.7", "user-agent": "Firefox" };
    expect(browserOf(headers, header)).toEqual({ address: null, userAgent: "Firefox" });
    expect(browserOf(headers, null)).toEqual({ address: null, userAgent: "Firefox" });
  });
});
