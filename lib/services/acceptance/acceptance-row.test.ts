import { expect, it } from "vitest";
import type { RiskAcceptance } from "#lib/db/generated/client.ts";
import { acceptancesOf, toAcceptanceDtos } from "./acceptance-row.ts";

const now = new Date("2026-11-22T12:00:00.000Z");
const later = new Date("2026-12-22T00:00:00.000Z");
const item: RiskAcceptance = {
  ...{ id: "1", tenantId: "t", kind: "item", subject: "logs", faults: ["one"], reason: "It is known." },
  ...{ ownerId: "o", ownerName: "Ada", acceptedByName: "Ada", createdAt: now, revokedAt: null },
  expiresAt: later,
};
const attempt: RiskAcceptance = { ...item, kind: "attempt", subject: "files.logs", faults: ["from acme"] };

it.each<[what: string, rows: readonly RiskAcceptance[], faults: readonly string[], states: string[]]>([
  ["counts for what it names", [item], ["one"], ["valid"]],
  ["has expired in the moment at which it ends", [{ ...item, expiresAt: now }], ["one"], ["expired"]],
  ["is idle where nothing is wrong", [item], [], ["idle"]],
  ["is outgrown where more is wrong than it names", [item], ["one", "two"], ["outgrown"]],
  [
    "counts where another one names the rest",
    [item, { ...item, faults: ["two"] }],
    ["one", "two"],
    ["valid", "valid"],
  ],
  [
    "is idle where what it names is no more, and another one names what is",
    [item, { ...item, faults: ["two"] }],
    ["two"],
    ["idle", "valid"],
  ],
  [
    "is outgrown where the one that named the rest has expired",
    [item, { ...item, faults: ["two"], expiresAt: now }],
    ["one", "two"],
    ["outgrown", "expired"],
  ],
  [
    "of an attempt counts by itself, whoever else gets through",
    [attempt],
    ["from acme", "from beta"],
    ["valid"],
  ],
  ["of an attempt is idle where others get through", [attempt], ["from beta"], ["idle"]],
])("an acceptance %s", (_, rows, faults, states) => {
  expect(toAcceptanceDtos(rows, faults, now).map(({ state }) => state)).toEqual(states);
});

it("an acceptance names tenants only where it is about attempts", () => {
  const [one, other] = toAcceptanceDtos([item, attempt], [], now);
  expect([one?.sources, other?.sources]).toEqual([[], ["acme"]]);
});

it("an acceptance is about one thing of one kind", () => {
  const rows = [item, attempt, { ...item, subject: "backups" }];
  expect(acceptancesOf(rows, "item", "logs")).toEqual([item]);
  expect(acceptancesOf(rows, "mistake", "logs")).toEqual([]);
});
