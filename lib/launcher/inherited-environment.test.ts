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
