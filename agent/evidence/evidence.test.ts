import { expect, test } from "vitest";
import { startDraft } from "./draft.ts";
import { fingerprint } from "./fingerprint.ts";
import { endpointOf } from "./items/browser-profile.ts";

test("fingerprints differ by secret and by installation", () => {
  const [a, b] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  expect(fingerprint(a, "x")).toBe(fingerprint(a, "x"));
  expect(new Set([fingerprint(a, "x"), fingerprint(a, "y"), fingerprint(b, "x")]).size).toBe(3);
});

test.each([
  ["http://localhost:9222/json", "127.0.0.1:9222"],
  ["ws://127.0.0.2:9222/devtools/browser/x", "127.0.0.1:9222"],
  ["[::1]:9222", "127.0.0.1:9222"],
  ["https://browser.example", "browser.example:443"],
  ["http://", null],
])("writes the browser address %s as %s", (address, endpoint) => {
  expect(endpointOf(address)).toBe(endpoint);
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
