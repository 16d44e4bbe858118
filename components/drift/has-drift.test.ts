import { expect, test } from "vitest";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { hasDrift } from "./has-drift.ts";

const gatewayWith = (observation: object | null) => ({ observation }) as TenantDto["gateway"];

test.each([
  ["the file is as it was written", { configHash: "a", writtenConfigHash: "a" }, false],
  ["the file is another one", { configHash: "b", writtenConfigHash: "a" }, true],
  ["nothing is known of what was written", { configHash: "b", writtenConfigHash: null }, false],
  ["an older agent doesn't say", { configHash: "b" }, false],
  ["the file can't be read", { configHash: null, writtenConfigHash: "a" }, false],
  ["nothing was observed", null, false],
])("knows whether the configuration drifted when %s", (_name, observation, expected) => {
  expect(hasDrift({ gateway: gatewayWith(observation) })).toBe(expected);
});
