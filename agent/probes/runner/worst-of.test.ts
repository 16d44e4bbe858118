import { expect, test } from "vitest";
import { failed, reached, refused, unmeasured } from "./finding.ts";
import { worstOf } from "./worst-of.ts";

const wall = refused("gateway", "It was turned away.", "PAIRING_REQUIRED");
const silence = refused("silence", "Nobody answered.");
const doubt = unmeasured("http", "404.", 404);

test.each([
  ["any way in counts", [wall, doubt, reached("Open.")], { outcome: "reached", seen: "Open." }],
  ["then any doubt", [wall, doubt, silence], { outcome: "unmeasured", code: "http", fact: "404" }],
  ["then the walls", [wall], { outcome: "refused", code: "gateway", fact: "PAIRING_REQUIRED" }],
  ["an answer only where all answered", [wall, silence], { outcome: "refused", code: "silence" }],
  ["nothing where there is nothing", [], { outcome: "unmeasured", code: "nothing", seen: "None." }],
  [
    "nothing only where there is nothing else",
    [unmeasured("nothing", "None."), unmeasured("unclear", "Perhaps.")],
    { outcome: "unmeasured", code: "unclear", seen: "None. Perhaps." },
  ],
])("of several tries %s", (_, findings, worst) => {
  expect(worstOf(findings, "None.")).toMatchObject(worst);
});

test("of several ways in the canary that one of them read is kept", () => {
  const proof = "a".repeat(64);
  const ways = [reached("Listed."), wall, reached("Read it.", proof)];
  expect(worstOf(ways, "None.")).toEqual(reached("Listed. Read it.", proof));
});

const turnedAway = ["EACCES", "ENOENT", "ECONNREFUSED"];
/** It could not try, or was told something that says nothing of the wall. */
const doubts = ["EMFILE", "ENFILE", "ENOMEM", "EAGAIN", "EIO", "EADDRINUSE", "EADDRNOTAVAIL", "ENOSPC"];

test.each([
  ...turnedAway.map((code) => ({ code, outcome: "refused", kind: "errno" })),
  ...doubts.map((code) => ({ code, outcome: "unmeasured", kind: "errno" })),
  { code: "NOT_ITS_OWN", outcome: "unmeasured", kind: "unclear" },
])("a try that fails with $code is $outcome", ({ code, outcome, kind }) => {
  const error = Object.assign(new Error("no"), { code });
  expect(failed("Read it", error)).toEqual({ outcome, code: kind, fact: code, seen: `Read it: ${code}.` });
});

test("what was told and is no code is left out of the facts", () => {
  expect(refused("gateway", "No.", "no code at all")).toEqual({
    outcome: "refused",
    code: "gateway",
    seen: "No.",
  });
});
