import { describe, expect, it } from "vitest";
import { accept, isAccepted, isSharedSecret, itemFaultKeys } from "./acceptance.ts";

const now = new Date("2026-11-22T10:00:00Z");
const later = new Date("2026-12-22T10:00:00Z");
const one = (fault: string, expiresAt: Date) => ({ faults: [fault], expiresAt });
const failed = { verdict: "failed", reason: "It is shared." } as const;

describe("isAccepted", () => {
  it.each([
    ["covers the faults that it names", ["a", "b"], [{ faults: ["a", "b"], expiresAt: later }], true],
    ["covers fewer faults than it names", ["a"], [{ faults: ["a", "b"], expiresAt: later }], true],
    ["does not cover a new fault", ["a", "c"], [{ faults: ["a", "b"], expiresAt: later }], false],
    ["ends with its day", ["a"], [{ faults: ["a"], expiresAt: now }], false],
    ["covers nothing where nothing is wrong", [], [{ faults: ["a"], expiresAt: later }], false],
    ["needs to exist", ["a"], [], false],
    ["may be several people's word", ["a", "b"], [one("a", later), one("b", later)], true],
    ["ends for all with the first of several", ["a", "b"], [one("a", later), one("b", now)], false],
  ])("%s", (_, faults, acceptances, expected) => {
    expect(isAccepted(faults, acceptances, now)).toBe(expected);
  });
});

describe("accept", () => {
  it("turns failed into accepted and keeps the reason", () => {
    expect(accept(failed, null)).toEqual({ verdict: "accepted", reason: "It is shared." });
  });

  it("never covers what could not be measured", () => {
    expect(accept(failed, "Gateway is stopped.").verdict).toBe("not-measured");
  });

  it.each(["proven", "not-measured"] as const)("leaves %s alone", (verdict) => {
    expect(accept({ verdict, reason: null }, null).verdict).toBe(verdict);
  });
});

describe("isSharedSecret", () => {
  const shared = (kind: string, value: string) => {
    const there = { otherSlug: "beta", otherItem: "logs", otherLabel: "" } as const;
    return itemFaultKeys([{ item: "logs", kind, value, label: "", ...there }], [])[0] ?? "";
  };

  it.each([
    ["the secret itself", shared("fingerprint", "f00d"), true],
    ["one whose fingerprint begins alike", shared("fingerprint", "f00dbeef"), false],
    ["a path of the same name", shared("path", "f00d"), false],
    ["a defect that speaks of it", "logs.open shared fingerprint f00d with beta logs", false],
  ])("tells by its key: %s", (_, fault, isIt) => {
    expect(isSharedSecret(fault, "f00d")).toBe(isIt);
  });
});

describe("itemFaultKeys", () => {
  it("gives a defect one key whatever the process's number", () => {
    const key = (pid: number) => itemFaultKeys([], [{ id: "port.foreign", message: `Held by pid ${pid}.` }]);
    expect(key(12)).toEqual(key(4711));
  });

  it("tells a sharing with another tenant apart", () => {
    const sharing = {
      item: "logs",
      kind: "path",
      value: "/x",
      label: "log",
      otherItem: "logs",
      otherLabel: "log",
    } as const;
    const [a, b] = ["acme", "beta"].map((otherSlug) => itemFaultKeys([{ ...sharing, otherSlug }], []));
    expect(a).not.toEqual(b);
  });
});
