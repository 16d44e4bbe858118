import { expect, test } from "vitest";
import type { ChannelDto, ModelDto } from "#lib/services/credential/credential-dto.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { setupSteps } from "./setup-steps.ts";

const channel: ChannelDto = {
  setting: {
    ...{ kind: "telegram", accountId: "default", dmPolicy: "pairing", groupPolicy: "allowlist" },
    ...{ allowFrom: [], options: {}, secrets: [] },
  },
  label: "Bot",
  credentials: [],
};
const model: ModelDto = {
  setting: {
    ...{ provider: "openai", api: "openai-responses", models: ["a"] },
    ...{ isDefault: true, hasKey: false },
  },
  label: "OpenAI",
  credential: null,
};
const checked = (finishedAt: string): TenantDto["latestCheck"] => ({
  ...{ id: "1", hostId: "1", status: "done", error: null, accounts: [] },
  ...{ createdAt: finishedAt, finishedAt },
});
const createdAt = "2026-01-02T00:00:00.000Z";
const stopped = {
  createdAt,
  gateway: { phase: "stopped" as const, observation: null },
  latestCheck: null,
  operations: [],
};
const open = (tenant: Parameters<typeof setupSteps>[0], has: Parameters<typeof setupSteps>[1]) =>
  setupSteps(tenant, has).flatMap(({ id, isDone }) => (isDone ? [] : id));

test("leads from the channel to the model, the start and the check", () => {
  const none = { channels: [], models: [] };
  expect(open(stopped, none)).toEqual(["channel", "model", "gateway", "check"]);
  const running = { ...stopped, gateway: { ...stopped.gateway, phase: "running" as const } };
  expect(open(running, { channels: [channel], models: [] })).toEqual(["model", "check"]);
});

test("a check from before the tenant was there has seen nothing of it", () => {
  const both = { channels: [channel], models: [model] };
  expect(open({ ...stopped, latestCheck: checked("2026-01-01T00:00:00.000Z") }, both)).toContain("check");
  expect(open({ ...stopped, latestCheck: checked("2026-01-03T00:00:00.000Z") }, both)).toEqual(["gateway"]);
});

test("a Gateway that is stopped later doesn't begin it anew", () => {
  const operations = [
    { kind: "stop", status: "done" },
    { kind: "start", status: "done" },
  ] as const;
  const both = { channels: [channel], models: [model] };
  expect(open({ ...stopped, operations }, both)).toEqual(["check"]);
});
