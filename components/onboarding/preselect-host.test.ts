import { expect, it } from "vitest";
import type { HostDto } from "#lib/services/host/host-dto.ts";
import { isBeingPreset, preselectHost } from "./preselect-host.ts";

const heard = (id: string) => ({ id, isReachable: true, isReplaced: false });
const away = (id: string) => ({ id, isReachable: false, isReplaced: false });
const replaced = (id: string) => ({ id, isReachable: false, isReplaced: true });

it.each([
  ["the only one", [heard("a")], "a"],
  ["the only one, though it is away", [away("a")], "a"],
  ["the only one that is heard", [replaced("a"), away("b"), heard("c")], "c"],
  ["none of two that are heard", [heard("a"), heard("b")], null],
  ["none of two that are away", [away("a"), away("b")], null],
  ["none whose agent was replaced", [replaced("a")], null],
  ["none where there is none", [], null],
])("chooses %s", (_what, hosts, expected) => {
  expect(preselectHost(hosts)).toBe(expected);
});

const able = { ...heard("a"), costs: [{ rung: "os-user", isAvailable: true }] } as unknown as HostDto;
const full = { ...heard("a"), costs: [{ rung: "os-user", isAvailable: false }] } as unknown as HostDto;
const other = { ...able, id: "b" };

it.each([
  ["the only host is not chosen yet", [able], { hostId: null, rung: null }, true],
  ["its strongest rung is not", [able], { hostId: "a", rung: null }, true],
  ["a host that is gone is still named", [able], { hostId: "gone", rung: "os-user" }, true],
  ["both are chosen", [able], { hostId: "a", rung: "os-user" }, false],
  ["a person has to choose the host", [able, other], { hostId: null, rung: null }, false],
  ["the host can give no rung", [full], { hostId: "a", rung: null }, false],
  ["there is no host", [], { hostId: null, rung: null }, false],
])("is being preset: %s", (_what, hosts, draft, expected) => {
  expect(isBeingPreset(hosts, draft)).toBe(expected);
});
