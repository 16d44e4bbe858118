import { describe, expect, test } from "vitest";
import { behindMounts, parseMounts } from "#agent/files/mounts.ts";
import { collectGaps } from "./gaps.ts";
import { viewAgents } from "./view-agents.ts";
import { ownerOf } from "./view-archives.ts";
import { viewChannels } from "./view-channels.ts";
import { secretArguments } from "./view-process.ts";
import { roleOfVariable } from "./view-secrets.ts";

describe("behindMounts", () => {
  const mounts = parseMounts(
    [
      "22 1 8:1 / / rw - ext4 /dev/sda1 rw",
      "30 22 8:2 / /srv rw - ext4 /dev/sdb1 rw",
      "31 30 8:2 /tenants/acme/state /srv/tenants/beta/workspace rw - ext4 /dev/sdb1 rw",
      "32 22 8:3 /only/a/part /data\\040two rw - ext4 /dev/sdc1 rw",
    ].join("\n"),
  );

  test.each([
    ["/srv/tenants/beta/workspace/deep", "/srv/tenants/acme/state/deep"],
    ["/srv/tenants/beta/workspace", "/srv/tenants/acme/state"],
    ["/srv/tenants/beta/state", "/srv/tenants/beta/state"],
    // Nothing else shows that file system, so there is no other name for it.
    ["/data two/x", "/data two/x"],
    ["/etc", "/etc"],
  ])("%s lies at %s", (real, expected) => {
    expect(behindMounts(mounts, real)).toBe(expected);
  });
});

describe("secretArguments", () => {
  const known = new Map([["the-token-of-acme", "gateway.auth.token"]]);
  test.each([
    [["openclaw", "--token", "x1"], ["--token"]],
    [["openclaw", "--gateway-password=x1"], ["--gateway-password"]],
    [["env", "OPENAI_API_KEY=x1", "node"], ["OPENAI_API_KEY"]],
    [["node", "the-token-of-acme"], ["gateway.auth.token"]],
    [["openclaw", "--token", "the-token-of-acme"], ["--token"]],
    [["curl", "sk-0123456789abcdef0123"], ["a key"]],
    [["openclaw", "--token-file", "/x", "--auth", "token", "--token", "--verbose"], []],
    [["node", "--max-old-space-size=384", "PATH=/bin"], []],
  ])("finds in %j %j", (args, expected) => {
    expect(secretArguments(args, known).map(({ setting }) => setting)).toEqual(expected);
  });
});

test.each([
  ["OPENCLAW_GATEWAY_TOKEN", "gateway"],
  ["OPENCLAW_HOOKS_TOKEN", "hooks"],
  ["MY_HOOK_TOKEN", "hooks"],
  ["TELEGRAM_BOT_TOKEN", "channel"],
  ["OPENAI_API_KEY", "model"],
])("the variable %s opens a %s", (name, role) => {
  expect(roleOfVariable(name)).toBe(role);
});

test("what is left out of a list that is too long is a gap of its part, and nothing else is", () => {
  const gaps = collectGaps();
  const list = Array.from({ length: 501 }, (_, index) => index);
  expect(gaps.limit("places", "places", list.slice(1))).toHaveLength(500);
  expect(gaps.list()).toEqual([]);
  expect(gaps.limit("places", "places", list)).toHaveLength(500);
  expect(gaps.list()).toEqual([{ part: "places", reason: "There are more than 500 places." }]);
});

describe("viewAgents", () => {
  const powers = (config: Record<string, unknown>) => viewAgents(config)[0]?.powers;

  test.each([
    ["everything where nothing is said", {}, ["commands (exec)", "files outside the workspace", "a browser"]],
    [
      "nothing with what a tenant is given",
      { browser: { enabled: false }, tools: { exec: { mode: "deny" }, fs: { workspaceOnly: true } } },
      [],
    ],
    ["nothing with a quiet profile", { tools: { profile: "messaging" } }, []],
    [
      "what is added to a quiet profile",
      { tools: { profile: "messaging", alsoAllow: ["group:runtime"] } },
      ["commands (exec)"],
    ],
    ["nothing in a sandbox for all sessions", { agents: { defaults: { sandbox: { mode: "all" } } } }, []],
    [
      "what an agent has of its own",
      {
        browser: { enabled: false },
        tools: { exec: { mode: "deny" }, fs: { workspaceOnly: true } },
        agents: { entries: { a: { tools: { exec: { mode: "full" } } } } },
      },
      ["commands (exec)"],
    ],
  ])("sees %s", (_, config, expected) => {
    expect(powers(config)).toEqual(expected);
  });
});

describe("viewChannels", () => {
  test("gives each account what it inherits, and its bot's public number", () => {
    const telegram = {
      groupPolicy: "allowlist",
      groups: { "-1": {} },
      accounts: {
        one: { dmPolicy: "open" },
        two: { allowFrom: ["1", "2"], enabled: true },
        off: { enabled: false },
      },
    };
    const values = new Map([["channels.telegram.accounts.one.botToken", "1234567:secret"]]);
    expect(viewChannels({ channels: { telegram, defaults: {} } }, values)).toMatchObject([
      { account: "one", identity: "1234567", dmAllowed: null, groups: 1, hasSenderList: false },
      { account: "two", identity: null, dmAllowed: 2, dmPolicy: "pairing", hasSenderList: true },
    ]);
  });
});

describe("ownerOf", () => {
  const known = new Set(["acme", "beta"]);
  test.each([
    ["backup/payload/posix/var/lib/bulkhead/tenants/acme/state/x", "acme"],
    ["beta/workspace/notes.md", "beta"],
    ["var/lib/bulkhead/tenants/left-long-ago/state/x", "left-long-ago"],
    ["beta.txt", null],
    ["docs/acme/readme.md", null],
  ])("%s belongs to %s", (entry, owner) => {
    expect(ownerOf(entry, known)).toBe(owner);
  });
});
