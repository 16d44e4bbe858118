import { expect, test } from "vitest";
import { type ProbeId, probeIds, probeOf } from "#lib/domain/probe/probes.ts";
import type { TenantAbsence } from "./absences.ts";
import { type Missing, missingNeed } from "./missing-need.ts";
import type { Participant } from "./participant.ts";
import type { Known } from "./side.ts";
import { sideOf } from "./testing/sides.ts";

type Change = { readonly one?: Partial<Participant>; readonly known?: Partial<Known> };

function missing(probe: ProbeId, source: Change, target: Change): Missing | null {
  const sides = [source, target].map(({ one, known }, index) => {
    const side = sideOf(index === 0 ? "source" : "target", {});
    return { one: { ...side.one, ...one }, known: { ...side.known, ...known } };
  });
  const [from, to] = sides;
  if (from === undefined || to === undefined) throw new Error("Two sides.");
  return missingNeed(probeOf(probe), from, to);
}

const gateway = sideOf("other", {}).one.gateway;
const silent = gateway && { ...gateway, inode: null };
const gone = gateway && { ...gateway, startTicks: -1 };
const off = { state: "off", port: null, instance: null, note: "It tells of none." } as const;
const prepared = sideOf("other", {}).one.prepared;
const withoutBrowser = prepared && { ...prepared, browser: off };
const seen = (...absences: readonly TenantAbsence[]) => ({ absent: new Set(absences) });
const stopped: Change = { one: { gateway: null }, known: seen("gateway", "browser-process") };
const unseen: Change = { one: { gateway: null } };
const needsTarget = (id: string) => /^(process|gateway)\.|mdns/.test(id);
const ofBrowser = (id: string) => id.startsWith("port.browser");
const ownGateway = (id: string) => /^openclaw\.|session-key/.test(id);

test.each<[why: RegExp, isAbsent: boolean, source: Change, target: Change, probes: (id: string) => boolean]>([
  [/^Nothing could be tried from source: broken/, false, { one: { problem: "broken" } }, {}, () => true],
  [
    /^What source answered can't be believed. It lies/,
    false,
    { known: { fault: "It lies." } },
    {},
    () => true,
  ],
  [/Gateway is stopped/, true, {}, stopped, (id) => needsTarget(id) || ofBrowser(id)],
  [/could not be looked at|is stopped/, false, {}, unseen, (id) => needsTarget(id) || ofBrowser(id)],
  [/ended or was restarted/, false, {}, { one: { gateway: gone } }, needsTarget],
  [/elsewhere/, false, {}, { one: { displaced: "It is elsewhere." } }, needsTarget],
  [/does not answer at its port/, false, {}, { one: { gateway: silent } }, (id) => id.startsWith("gateway.")],
  [
    /lock this Gateway's operator out/,
    false,
    {},
    { known: { locksOut: true } },
    (id) => id.startsWith("gateway."),
  ],
  [/no model here/, true, { known: { hasScriptedModel: false } }, {}, (id) => id === "openclaw.agent-turn"],
  [/own Gateway is stopped/, true, stopped, {}, ownGateway],
  [/own Gateway could not be looked at/, false, unseen, {}, ownGateway],
  [/own Gateway does not answer/, false, { one: { gateway: silent } }, {}, ownGateway],
  [
    /off in the configuration/,
    true,
    {},
    { one: { prepared: withoutBrowser }, known: seen("browser-process", "browser-setting") },
    ofBrowser,
  ],
  // Whatever its own Gateway tells of it.
  [/It tells of none/, false, {}, { one: { prepared: withoutBrowser } }, ofBrowser],
  [
    /It tells of none/,
    false,
    {},
    { one: { prepared: withoutBrowser }, known: seen("browser-process") },
    ofBrowser,
  ],
  [
    /It tells of none/,
    false,
    {},
    { one: { prepared: withoutBrowser }, known: seen("browser-setting") },
    ofBrowser,
  ],
])("%s is why exactly those are not tried that need it; seen not to be there: %s", (...row) => {
  const [why, isAbsent, source, target, isMeant] = row;
  for (const probe of probeIds) {
    const found = missing(probe, source, target);
    if (!isMeant(probe)) expect(found, probe).toBeNull();
    else expect(found, probe).toEqual({ reason: expect.stringMatching(why), isAbsent });
  }
});

test.each<[trouble: string, change: Change]>([
  ["nothing could be tried from it", { one: { problem: "It was killed." } }],
  ["what it answers can't be believed", { known: { fault: "It lies." } }],
])("of a target nothing counts as absent where %s", (_, { one, known }) => {
  const target = { one: { ...stopped.one, ...one }, known: { ...stopped.known, ...known } };
  for (const probe of probeIds.filter(needsTarget)) {
    expect(missing(probe, {}, target), probe).toMatchObject({ isAbsent: false });
  }
});

test("nothing is missing between two tenants whose Gateways run", () => {
  expect(probeIds.filter((probe) => missing(probe, {}, {}) !== null)).toEqual([]);
});
