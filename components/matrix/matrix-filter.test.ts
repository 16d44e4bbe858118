import { describe, expect, it } from "vitest";
import { formatMatrixFilter, matrixRowsQuery, readMatrixFilter } from "./matrix-filter.ts";

const read = (text: string) => readMatrixFilter(Object.fromEntries(new URLSearchParams(text)));

describe("the address of the matrix", () => {
  it("survives a round trip", () => {
    const text = "?search=acme&verdict=failed&sort=name&page=2&tenant=acme-support&item=logs";
    expect(formatMatrixFilter(read(text))).toBe(text);
  });

  it("drops what it can't use", () => {
    expect(formatMatrixFilter(read("?verdict=fine&page=0&tenant=../etc&item=soul"))).toBe("");
  });

  it("asks for the same rows whatever cell is open", () => {
    expect(matrixRowsQuery(read("?search=a&tenant=acme-one&item=port"))).toBe(
      matrixRowsQuery(read("?search=a")),
    );
  });
});
