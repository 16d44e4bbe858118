import { describe, expect, it } from "vitest";
import type { ProbeId } from "../probe/probes.ts";
import type { AttemptEnding } from "../probe/verdict-string.ts";
import { acceptAttempts, attemptFaultKey, groupAttemptAcceptances, sourcesOf } from "./accepted-attempts.ts";

const now = new Date("2026-11-22T10:00:00Z");
const later = new Date("2026-12-22T10:00:00Z");
const from = (...sources: string[]) => sources.map(attemptFaultKey);
const verdicts = new Map<ProbeId, AttemptEnding>([
  ["files.workspace", "failed"],
  ["files.logs", "not-measured"],
  ["files.state", "proven"],
]);

function shown(
  source: string,
  subject: string,
  { faults = from("acme"), expiresAt = later }: { faults?: string[]; expiresAt?: Date } = {},
) {
  const acceptances = groupAttemptAcceptances([{ target: "beta", subject, faults, expiresAt }]);
  return acceptAttempts(verdicts, { source, target: "beta" }, acceptances, now);
}

describe("acceptAttempts", () => {
  it("accepts what got through from a tenant that is named", () => {
    expect(shown("acme", "files.workspace").get("files.workspace")).toBe("accepted");
  });

  it.each([
    ["from another tenant", shown("other", "files.workspace")],
    ["by another probe", shown("acme", "files.config")],
    ["after its last day", shown("acme", "files.workspace", { expiresAt: now })],
    ["of a probe that there is no more", shown("acme", "files.gone")],
  ])("leaves failed what got through %s", (_, verdictsNow) => {
    expect(verdictsNow.get("files.workspace")).toBe("failed");
  });

  it("covers only the tenant that it was accepted for", () => {
    const acceptances = groupAttemptAcceptances([
      { target: "gamma", subject: "files.workspace", faults: from("acme"), expiresAt: later },
    ]);
    const verdictsNow = acceptAttempts(verdicts, { source: "acme", target: "beta" }, acceptances, now);
    expect(verdictsNow.get("files.workspace")).toBe("failed");
  });

  it.each(["files.logs", "files.state"] as const)("makes nothing of what did not fail: %s", (probe) => {
    expect(shown("acme", probe).get(probe)).toBe(verdicts.get(probe));
  });
});

describe("sourcesOf", () => {
  it("gives the tenants back that the keys were made of", () => {
    expect(sourcesOf(from("acme", "beta-support"))).toEqual(["acme", "beta-support"]);
  });
});
