import { expect, test } from "vitest";
import { stoppedTenant } from "#agent/fixtures/stopped-tenant.ts";
import { handleOf } from "#agent/tenant/gateway-handle.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { observationSchema } from "#lib/host-agent/contract/observation.ts";
import { buildObservation, observationKey } from "./build-observation.ts";
import { createGatewayStates } from "./gateway-state.ts";

const at = new Date("2026-01-01T00:00:00Z");
const moment = { at: at.toISOString(), order: { bootId: "boot", uptimeMs: 7 } };
const record = stoppedTenant(slugSchema.parse("acme"), {
  generation: 3,
  process: handleOf({ pid: 7, startTicks: 1, bootId: "boot", uid: 1000, startedAt: at.toISOString() }),
});
const state = createGatewayStates().of(record.slug);
const retry = { at, timer: setTimeout(() => {}, 0) };
const running = { name: "process 7", pid: 7, uid: 1000, startedAt: at, isOfThisBoot: true };
const live = { isLive: true, isStarted: true, version: "2026.9.6", readiness: null, portHolder: null };

test.each([
  ["stopped", record, state, false],
  ["running", record, state, true],
  ["running", { ...record, isProvisioned: false }, state, true],
  ["incomplete", { ...record, isProvisioned: false }, state, false],
  ["stopping", record, { ...state, activity: "stopping" as const }, true],
  ["starting", { ...record, desired: "running" as const }, { ...state, activity: "starting" as const }, true],
  ["starting", { ...record, desired: "running" as const, process: null }, state, false],
  ["backing-off", { ...record, desired: "running" as const }, state, false],
  ["backing-off", { ...record, desired: "running" as const }, { ...state, retry }, false],
  ["failed", { ...record, desired: "running" as const, isHeld: true }, state, false],
])("phase %s", (phase, tenant, seen, isRunning) => {
  const gateway = isRunning ? running : null;
  const observation = buildObservation({ record: tenant, state: seen, gateway, moment });
  expect(observationSchema.parse(observation).phase).toBe(phase);
});

test("never says that a process lives which is gone", () => {
  const seen = buildObservation({ record, state: { ...state, health: live }, gateway: null, moment });
  expect(seen).toMatchObject({
    pid: null,
    isLive: false,
    isStarted: false,
    version: null,
    memoryBytes: null,
  });
});

test("time and a little memory are no change to a watcher", () => {
  const seen = buildObservation({ record, state: { ...state, health: live }, gateway: running, moment });
  const order = { bootId: "boot", uptimeMs: 9_007 };
  const later = { ...seen, at: "2026-01-01T00:00:09Z", order, memoryBytes: 1024 };
  expect(observationKey(later)).toBe(observationKey(seen));
  expect(observationKey({ ...seen, isLive: false })).not.toBe(observationKey(seen));
});
