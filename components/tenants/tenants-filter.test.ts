import { describe, expect, it } from "vitest";
import { formatTenantsFilter, isFiltered, readTenantsFilter } from "./tenants-filter.ts";

const read = (text: string) => readTenantsFilter(Object.fromEntries(new URLSearchParams(text)));

describe("the address of the tenants list", () => {
  it("survives a round trip", () => {
    const text = "?search=a+b&phase=failed&risk=open&sort=audit&direction=desc&page=3";
    expect(formatTenantsFilter(read(text))).toBe(text);
  });

  it.each(["?nonsense=1", "?phase=flying", "?page=-2", "?client=robert", "?page=x&sort=colour"])(
    "drops what it can't use in %s",
    (text) => {
      expect(formatTenantsFilter(read(text))).toBe("");
    },
  );

  it("doesn't call sorting a filter", () => {
    expect(isFiltered(read("?sort=client&page=2"))).toBe(false);
    expect(isFiltered(read("?audit=critical"))).toBe(true);
  });
});
