import { expect, it } from "vitest";
import type { ItemEvidence } from "#lib/host-agent/contract/evidence.ts";
import { judgeHost } from "./judge-host.ts";
import { buildEvidence } from "./testing/build-evidence.ts";

const profile = { kind: "path", value: "/srv/b/browser", label: "browser profile" } as const;

it.each<[string, Partial<ItemEvidence>, "proven" | "not-measured"]>([
  ["was measured", { identities: [profile] }, "proven"],
  ["gave nothing at all", { isMeasured: false, reason: "It timed out." }, "not-measured"],
  [
    "names an address that can't be read, beside what was seen",
    {
      isMeasured: false,
      reason: "cdpUrl can't be read.",
      unseen: "cdpUrl can't be read.",
      identities: [profile],
    },
    "not-measured",
  ],
  [
    "could not be tried, with nothing unseen that could be shared",
    { isMeasured: false, reason: "Its Gateway is stopped.", unseen: null, identities: [profile] },
    "proven",
  ],
])("a browser profile is compared with that of a neighbour that %s", (_, theirs, verdict) => {
  const judged = judgeHost({
    at: new Date().toISOString(),
    accounts: [],
    tenants: [buildEvidence("acme"), buildEvidence("globex", { "browser-profile": theirs })],
  });
  const mine = judged.find(({ slug, evidence }) => slug === "acme" && evidence.item === "browser-profile");
  expect(mine?.judgement.verdict).toBe(verdict);
  if (verdict === "not-measured") expect(mine?.judgement.reason).toContain("globex");
  const other = judged.find(({ slug, evidence }) => slug === "acme" && evidence.item === "logs");
  expect(other?.judgement.verdict).toBe("proven");
});
