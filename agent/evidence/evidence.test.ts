import { expect, test } from "vitest";
import { fingerprint } from "#agent/system/fingerprint.ts";
import { startDraft } from "./sources/evidence-builder.ts";

test("fingerprints differ by secret and by installation", () => {
  const [a, b] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  expect(fingerprint(a, "x")).toBe(fingerprint(a, "x"));
  expect(new Set([fingerprint(a, "x"), fingerprint(a, "y"), fingerprint(b, "x")]).size).toBe(3);
});

test("an item with any unmeasured part is not measured, and says each reason once", () => {
  const draft = startDraft("logs", new Date(0));
  draft.unmeasured("It is closed.");
  draft.unmeasured("It is closed.");
  draft.identity("path", "/a", "first");
  draft.identity("path", "/a", "second");
  expect(draft.finish()).toMatchObject({
    isMeasured: false,
    reason: "It is closed.",
    identities: [{ kind: "path", value: "/a", label: "first" }],
  });
});

test("what was only not tried is not measured either, and no neighbour's", () => {
  const draft = startDraft("port", new Date(0));
  draft.untried("Gateway is stopped.");
  expect(draft.finish()).toMatchObject({ isMeasured: false, reason: "Gateway is stopped.", unseen: null });
  draft.unmeasured("It is closed.");
  expect(draft.finish()).toMatchObject({ isMeasured: false, unseen: "It is closed." });
});

test("an item with more in it than is looked at is not measured", () => {
  for (const what of ["fact", "identity", "defect"] as const) {
    const draft = startDraft("logs", new Date(0));
    for (let at = 0; at <= 2000; at += 1) {
      if (what === "fact") draft.fact("Place", String(at));
      if (what === "identity") draft.identity("path", `/${at}`, "place");
      if (what === "defect") draft.defect("open", String(at), "Close it.");
    }
    expect(draft.finish().isMeasured, what).toBe(false);
  }
});
