import { expect, test } from "vitest";
import type { HostHardening } from "#agent/context/host-hardening.ts";
import { fullHardening } from "#lib/domain/hardening/setting.ts";
import { abilityFor, isGiven } from "./tenant-hardening.ts";

const given = { isAvailable: true, note: "", program: "/usr/bin/x" };
const tools = {
  forwarder: "/usr/bin/pasta",
  forwarderOptions: [],
  resolvers: null,
  refusesOnHost: true,
  refusesInside: true,
};
const able: HostHardening = {
  privateView: given,
  kernelFilter: { isAvailable: true, note: "", file: "/x" },
  loopbackFirewall: given,
  networkNamespace: { ...given, ...tools },
};
const stub = { ...able.networkNamespace, resolvers: "/run/systemd/resolve/resolv.conf" };
const viewOff = { ...fullHardening, "private-view": false };
const canHave = (hardening: HostHardening, choice = fullHardening) =>
  isGiven({ hardening }, { rung: "os-user", hardening: choice }, "network-namespace");

test("gives a network of its own with or without a private view, where other networks can resolve names", () => {
  expect(canHave(able)).toBe(true);
  expect(canHave(able, viewOff)).toBe(true);
});

test("needs a private view for it where the host alone reaches its resolver, and says so", () => {
  const hardening = { ...able, networkNamespace: stub };
  expect(canHave(hardening)).toBe(true);
  expect(canHave(hardening, viewOff)).toBe(false);
  expect(
    abilityFor({ hardening }, { rung: "os-user", hardening: viewOff }, "network-namespace").note,
  ).toContain("private view");
  expect(canHave({ ...hardening, privateView: { ...given, isAvailable: false } })).toBe(false);
});

test("gives none to a tenant without an OS user of its own", () => {
  expect(
    isGiven({ hardening: able }, { rung: "profile", hardening: fullHardening }, "network-namespace"),
  ).toBe(false);
});
