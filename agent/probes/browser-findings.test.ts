import { expect, it } from "vitest";
import type { TenantAbsence } from "./absences.ts";
import { browserProblem, sharedBrowser } from "./browser-findings.ts";
import type { RunnerPrepared } from "./runner-lines.ts";
import type { Side } from "./side.ts";
import { otherProof, proof, sideOf } from "./testing/sides.ts";

type Browser = RunnerPrepared["browser"];
const running: Browser = { state: "running", port: 20_011, instance: proof, note: "It runs." };
const off: Browser = { state: "off", port: null, instance: null, note: "It is off." };
const failed: Browser = { ...off, state: "failed", note: "It did not start." };

function withBrowser(slug: string, browser: Browser | null, absent: readonly TenantAbsence[] = []): Side {
  const { one, known } = sideOf(slug, {}, { absent: new Set(absent) });
  return { known, one: { ...one, prepared: browser && one.prepared && { ...one.prepared, browser } } };
}
const seenOff = ["browser-setting", "browser-process"] as const;

it.each<
  [
    what: string,
    mine: Browser | null,
    theirs: Browser | null,
    outcome: string,
    seenOfMine?: readonly TenantAbsence[],
  ]
>([
  ["is one where the very same answers both Gateways", running, { ...running, port: 20_131 }, "reached"],
  [
    "is another where another answers at the same port",
    running,
    { ...running, instance: otherProof },
    "refused",
  ],
  ["is none where its own is seen to be off", off, running, "refused", seenOff],
  ["can't be told where only it says that its own is off", off, running, "unmeasured"],
  ["can't be told where its own did not start", failed, running, "unmeasured"],
  ["can't be told where nothing is known of its own", null, running, "unmeasured"],
  ["can't be told where nothing is known of the other's", running, null, "unmeasured"],
])("the browser of two tenants %s", (_, mine, theirs, outcome, absent) => {
  const source = withBrowser("source", mine, absent);
  expect(sharedBrowser(source, withBrowser("target", theirs)).outcome).toBe(outcome);
});

it.each<[what: string, browser: Browser | null, hasGateway: boolean, problem: string | null]>([
  ["while it runs", running, true, null],
  ["unless its Gateway is stopped", running, false, "The other tenant's Gateway is stopped."],
  ["unless it is off", off, true, "It is off."],
  ["unless it did not start", failed, true, "It did not start."],
  ["unless nothing is known of it", null, true, "Nothing is known of the other tenant's browser."],
])("a browser can be tried %s", (_, browser, hasGateway, problem) => {
  const { one } = withBrowser("target", browser);
  expect(browserProblem(hasGateway ? one : { ...one, gateway: null })).toBe(problem);
});
