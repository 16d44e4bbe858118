import { expect, test } from "vitest";
import type { BoundaryAnswers } from "#lib/domain/tenant/decision.ts";
import { compareTools, type EffectiveTools, toolToTry } from "./compare-tools.ts";
import { describePolicy } from "./describe-policy.ts";
import { defaultPolicy, isPowerful, rulesOf, type ToolPolicy, toolPolicySchema } from "./policy.ts";
import { recommendPreset } from "./recommend-preset.ts";
import { findRiskyCombinations } from "./risky-combination.ts";
import { alwaysDenied, tools } from "./tool.ts";

const team: BoundaryAnswers = {
  audience: "one-team",
  sharesData: true,
  isCustomerFacing: false,
  hasPowerfulTools: false,
  couldHarmEachOther: false,
};
const customers: BoundaryAnswers = { ...team, audience: "customers", isCustomerFacing: true };
const support: ToolPolicy = { preset: "customer-support" };
const operator: ToolPolicy = { preset: "internal-operator" };
const research: ToolPolicy = { preset: "research" };
const custom = (changes: Partial<Extract<ToolPolicy, { preset: "custom" }>>): ToolPolicy => ({
  preset: "custom",
  allow: [],
  deny: [],
  commands: "deny",
  ...changes,
});

test.each([
  [
    "customer support answers and reads, and changes nothing",
    support,
    ["message", "read"],
    ["write", "exec", "web_fetch"],
  ],
  [
    "an internal operator has files and commands, but not the web",
    operator,
    ["write", "exec"],
    ["web_fetch"],
  ],
  ["research has the web and nothing of the machine", research, ["web_search"], ["read", "exec"]],
] as const)("%s", (_name, policy, has, hasNot) => {
  const { allow } = rulesOf(policy);
  for (const tool of has) expect(allow).toContain(tool);
  for (const tool of hasNot) expect(allow).not.toContain(tool);
});

test("no policy can name a tool by which an agent administers its own Gateway", () => {
  for (const tool of alwaysDenied) {
    expect(toolPolicySchema.safeParse(custom({ allow: [tool as never] })).success).toBe(false);
    expect(tools).not.toContain(tool);
  }
});

test("what a custom policy denies wins over what it allows", () => {
  const { allow } = rulesOf(custom({ allow: ["group:fs"], deny: ["write", "edit"] }));
  expect(allow).toContain("read");
  expect(allow).not.toContain("write");
});

test("commands are off where the tool for them isn't given", () => {
  expect(rulesOf(custom({ allow: ["message"], commands: "full" })).commands).toBe("deny");
});

test.each([
  [false, "customer-support", false],
  [true, "internal-operator", true],
] as const)("a tenant from before there was a choice (powerful: %s) is %s", (powerful, preset, isStrong) => {
  expect(defaultPolicy(powerful)).toEqual({ preset });
  expect(isPowerful(defaultPolicy(powerful))).toBe(isStrong);
});

test.each([
  ["customers", customers, "customer-support"],
  ["customers with powerful tools", { ...customers, hasPowerfulTools: true }, "customer-support"],
  ["the public", { ...team, audience: "public" as const }, "customer-support"],
  ["a team that needs files", { ...team, hasPowerfulTools: true }, "internal-operator"],
  ["a team that needs nothing of the machine", team, "research"],
])("recommends for %s", (_name, answers, preset) => {
  expect(recommendPreset(answers).preset).toBe(preset);
});

const openChannel = { dmPolicy: "open", groupPolicy: "disabled" };
const closedChannel = { dmPolicy: "pairing", groupPolicy: "allowlist" };
const full = custom({ allow: ["group:runtime", "message"], commands: "full" });

test.each([
  ["support for customers over an open channel", support, customers, [openChannel], []],
  ["an operator for a team behind pairing", operator, team, [closedChannel], []],
  [
    "commands for customers over an open channel",
    full,
    customers,
    [openChannel],
    ["open-channel-with-commands", "exposed-with-commands"],
  ],
  ["commands over an open channel of a team", full, team, [openChannel], ["open-channel-with-commands"]],
  [
    "an open group counts as open",
    full,
    team,
    [{ dmPolicy: "disabled", groupPolicy: "open" }],
    ["open-channel-with-commands"],
  ],
  [
    "files and commands for customers",
    operator,
    customers,
    [],
    ["exposed-with-commands", "exposed-with-file-changes"],
  ],
  [
    "every conversation for customers",
    custom({ allow: ["group:sessions"] }),
    customers,
    [],
    ["exposed-with-all-conversations"],
  ],
  [
    "unasked commands where users could harm one another",
    full,
    { ...team, couldHarmEachOther: true },
    [],
    ["harmful-users-with-unasked-commands"],
  ],
  [
    "a tenant whose answers are not known, over an open channel",
    full,
    null,
    [openChannel],
    ["open-channel-with-commands"],
  ],
] as const)("judges %s", (_name, policy, answers, channels, expected) => {
  expect(findRiskyCombinations(policy, answers, channels).map(({ id }) => id)).toEqual(expected);
});

const kept: EffectiveTools = {
  tools: [...rulesOf(support).allow, "tool_search"],
  commands: "deny",
  isWorkspaceOnly: true,
  hasOpenAiApi: false,
  sandboxMode: null,
};
const expected = { hasOpenAiApi: false, canSandbox: false };

test("finds no difference where the Gateway keeps the policy", () => {
  expect(compareTools(support, expected, kept)).toEqual([]);
});

test.each([
  ["a tool too many", { ...kept, tools: [...kept.tools, "exec"] }, "extra", "exec"],
  ["a tool that nobody knows", { ...kept, tools: [...kept.tools, "brand_new"] }, "extra", "brand_new"],
  [
    "a tool missing",
    { ...kept, tools: kept.tools.filter((tool) => tool !== "message") },
    "missing",
    "message",
  ],
  ["commands that should be off", { ...kept, commands: "full" }, "setting", "tools.exec.mode"],
  ["files outside the workspace", { ...kept, isWorkspaceOnly: false }, "setting", "tools.fs.workspaceOnly"],
  ["an API that should be off", { ...kept, hasOpenAiApi: true }, "setting", "gateway.http.endpoints"],
])("tells of %s", (_name, effective, kind, what) => {
  expect(compareTools(support, expected, effective)).toMatchObject([{ kind, what }]);
});

test("doesn't miss a tool that only some models or keys make possible", () => {
  const without = kept.tools.filter((tool) => !["memory_search", "memory_get"].includes(tool));
  expect(compareTools(support, expected, { ...kept, tools: without })).toEqual([]);
});

test("in a sandbox commands need not ask, and a missing sandbox is told", () => {
  const effective = { ...kept, tools: [...rulesOf(operator).allow], commands: "full", sandboxMode: "all" };
  const sandboxed = { ...expected, canSandbox: true };
  expect(compareTools(operator, sandboxed, effective)).toEqual([]);
  expect(compareTools(operator, sandboxed, { ...effective, sandboxMode: null })).toMatchObject([
    { what: "agents.defaults.sandbox.mode" },
  ]);
});

test.each([support, operator, research])("has a harmless tool to try outside %o", (policy) => {
  const tool = toolToTry(policy);
  expect(tool).not.toBeNull();
  expect(rulesOf(policy).allow).not.toContain(tool);
});

test("says in words what a policy gives and keeps back", () => {
  const { can, cannot } = describePolicy(support);
  expect(can).toContain("Files of the workspace: read, ls");
  expect(cannot).toContain("Commands");
  expect(cannot).toContain("Conversations and sub-agents");
  expect(describePolicy(operator).can).toContain(
    "Commands: asks a person before a command that wasn't approved before",
  );
  expect(cannot).toContain("Search and read the web");
});
