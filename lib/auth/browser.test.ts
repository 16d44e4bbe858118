import { describe, expect, it } from "vitest";
import { browserOf } from "./browser.ts";

describe("browserOf", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["198.51.100.1, 203.0.113.7", "203.0.113.7"],
    ["::1", "::1"],
    ["not an address", null],
    [undefined, null],
    [["203.0.113.7"], null],
  ])("takes from %j the address %s that the nearest proxy saw", (forwarded, address) => {
    expect(browserOf({ "x-forwarded-for": forwarded })).toMatchObject({ address });
  });
});
