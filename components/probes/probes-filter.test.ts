import { describe, expect, it } from "vitest";
import { formatProbesFilter, probeMapQuery, readProbesFilter } from "./probes-filter.ts";

const read = (text: string) => readProbesFilter(Object.fromEntries(new URLSearchParams(text)));

describe("the address of the attempts", () => {
  it("survives a round trip", () => {
    const text =
      "?host=6f9619ff-8b86-4d01-b42d-00c04fc964ff&family=files&show=failed&from=acme-one&to=beta-two";
    expect(formatProbesFilter(read(text))).toBe(text);
  });

  it("drops what it can't use", () => {
    expect(formatProbesFilter(read("?host=first&family=magic&show=all&from=../etc&to=UPPER"))).toBe("");
  });

  it("reads the map of the host that is chosen", () => {
    const host = "6f9619ff-8b86-4d01-b42d-00c04fc964ff";
    expect(probeMapQuery(read(`?host=${host}`))).toBe(`?hostId=${host}`);
  });

  it("reads the same map whatever pair is open", () => {
    expect(probeMapQuery(read("?family=gateway&from=acme-one&to=beta-two"))).toBe(
      probeMapQuery(read("?family=gateway")),
    );
  });
});
