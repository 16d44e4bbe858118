import { describe, expect, it } from "vitest";
import { agentEnvironment, buildEnvironment, webEnvironment } from "./child-environments.ts";
import { readSettings } from "./settings.ts";

const settings = readSettings({ BULKHEAD_HOME: "/srv/bulkhead" }, { uid: 0, homeDirectory: "/root" });
const shell = {
  PATH: "/usr/bin:.:bin:/tmp:/no-such-place",
  HOME: "/root",
  AWS_SECRET_ACCESS_KEY: "of-the-shell",
  NODE_OPTIONS: "--require /tmp/of-the-shell.js",
  LD_PRELOAD: "/tmp/of-the-shell.so",
  BASH_ENV: "/tmp/of-the-shell",
  NEXT_PUBLIC_KEY: "of-the-shell",
  SSH_AUTH_SOCK: "/tmp/of-the-shell",
  DATABASE_URL: "postgresql://of-the-shell",
};

describe("what a child has in its environment", () => {
  it.each([
    ["web", webEnvironment(settings, "postgresql://own", shell)],
    ["agent", agentEnvironment(settings, 998, shell)],
    ["build of the web", buildEnvironment(shell)],
  ])("is nothing of the shell but what is meant: %s", (_name, environment) => {
    expect(JSON.stringify(environment)).not.toContain("of-the-shell");
    expect(Object.keys(environment)).not.toContain("LD_PRELOAD");
  });

  it("leads root to no program in a place that everybody may write, or that depends on where it is", () => {
    expect(agentEnvironment(settings, null, shell).PATH?.split(":")).toEqual([
      "/usr/bin",
      "/usr/local/bin",
      "/usr/sbin",
      "/sbin",
      "/bin",
    ]);
  });
});

const portsFor = (variables: Record<string, string>) => {
  const settings = readSettings(variables, { uid: 0, homeDirectory: "/root" });
  const { BULKHEAD_DASHBOARD_PORT, BULKHEAD_PROXY_PORT, BULKHEAD_DATABASE_PORT } = agentEnvironment(
    settings,
    null,
    {},
  );
  return [BULKHEAD_DASHBOARD_PORT, BULKHEAD_PROXY_PORT, BULKHEAD_DATABASE_PORT];
};

it.each([
  [{}, ["3000", "3000", undefined]],
  [{ PORT: "8088", BULKHEAD_URL: "https://bulkhead.example.com" }, ["8088", "443", undefined]],
  [{ DATABASE_URL: "postgresql://me:x@127.0.0.1/bulkhead" }, ["3000", "3000", "5432"]],
  [{ DATABASE_URL: "postgresql://me:x@127.0.0.1:6543/bulkhead" }, ["3000", "3000", "6543"]],
])("tells the agent the ports that no tenant is let through to: %j", (variables, expected) => {
  expect(portsFor(variables)).toEqual(expected);
});
