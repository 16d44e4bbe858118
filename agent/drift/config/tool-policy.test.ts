import { expect, test } from "vitest";
import type { ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import { alwaysDenied } from "#lib/domain/tool-policy/tool.ts";
import { openAiApiSettings } from "./openai-api.ts";
import { hasIds } from "./sandbox-for.ts";
import { sandboxSettings, toolSettings } from "./tool-policy.ts";

const operator: ToolPolicy = { preset: "internal-operator" };
const everything: ToolPolicy = {
  preset: "custom",
  allow: ["group:runtime", "group:fs", "group:sessions"],
  deny: [],
  commands: "full",
};

test.each<ToolPolicy>([{ preset: "customer-support" }, operator, { preset: "research" }, everything])(
  "an agent never administers itself nor leaves its workspace (%o)",
  (policy) => {
    const settings = toolSettings(policy, null);
    expect(settings.deny).toEqual(expect.arrayContaining([...alwaysDenied]));
    expect(settings).toMatchObject({
      fs: { workspaceOnly: true },
      elevated: { enabled: false },
      sessions: { visibility: "agent" },
      agentToAgent: { enabled: false },
    });
  },
);

test("names every tool, so that an update of OpenClaw can't add one to a group", () => {
  const { allow } = toolSettings(operator, null);
  expect(allow.filter((tool) => tool.startsWith("group:"))).toEqual([]);
});

test("an operator's commands ask a person, or run in a container where the host has one", () => {
  expect(toolSettings(operator, null).exec.mode).toBe("ask");
  expect(sandboxSettings(operator, null)).toEqual({});
  expect(toolSettings(operator, "podman").exec.mode).toBe("full");
  expect(sandboxSettings(operator, "podman")).toEqual({
    sandbox: { mode: "all", backend: "podman", scope: "agent", workspaceAccess: "rw" },
  });
});

test("a policy without commands needs no container", () => {
  expect(sandboxSettings({ preset: "research" }, "podman")).toEqual({});
});

test.each([
  ["by name", "bh-acme:100000:65536", true],
  ["by number", "other:1:65536\n2001:165536:65536", true],
  ["not at all", "other:100000:65536", false],
  ["too few", "bh-acme:100000:10", false],
  ["to a user whose name begins alike", "bh-acme-two:100000:65536", false],
])("knows whether a user has ids for containers: %s", (_name, table, expected) => {
  expect(hasIds(table, { userName: "bh-acme", uid: 2001 })).toBe(expected);
});

test("the API is left out, and so off, unless it is asked for", () => {
  expect(openAiApiSettings(false)).toEqual({});
  expect(openAiApiSettings(true)).toEqual({ http: { endpoints: { chatCompletions: { enabled: true } } } });
});
