import { expect, test } from "vitest";
import { agentEnvironment } from "./child-environments.ts";
import { readSettings } from "./settings.ts";

const portsFor = (variables: Record<string, string>) => {
  const settings = readSettings(variables, { uid: 0, homeDirectory: "/root" });
  const { BULKHEAD_DASHBOARD_PORT, BULKHEAD_PROXY_PORT, BULKHEAD_DATABASE_PORT } = agentEnvironment(
    settings,
    null,
    {},
  );
  return [BULKHEAD_DASHBOARD_PORT, BULKHEAD_PROXY_PORT, BULKHEAD_DATABASE_PORT];
};

test.each([
  [{}, ["3000", "3000", undefined]],
  [{ PORT: "8088", BULKHEAD_URL: "https://bulkhead.example.com" }, ["8088", "443", undefined]],
  [{ DATABASE_URL: "postgresql://me:x@127.0.0.1/bulkhead" }, ["3000", "3000", "5432"]],
  [{ DATABASE_URL: "postgresql://me:x@127.0.0.1:6543/bulkhead" }, ["3000", "3000", "6543"]],
])("tells the agent the ports that no tenant is let through to: %j", (variables, expected) => {
  expect(portsFor(variables)).toEqual(expected);
});
