import { describe, expect, it } from "vitest";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import type { JsonObject } from "#agent/system/json-value.ts";
import { viewAgents, viewBindings } from "./view-agents.ts";
import { viewBrowser, viewGateway, viewSession } from "./view-settings.ts";

describe("what acts on the machine", () => {
  const quiet = { browser: { enabled: false }, tools: { fs: { workspaceOnly: true } } };
  const powersOf = (tools: JsonObject, entry: JsonObject = {}) => {
    const config = { ...quiet, tools: { ...quiet.tools, ...tools }, agents: { entries: { a: entry } } };
    return viewAgents(config)[0]?.powers;
  };
  const commands = "commands (exec)";

  it.each<[what: string, powers: string[] | undefined, expected: string[]]>([
    ["runs commands where nothing is said of them", powersOf({}), [commands]],
    ["runs none where the tool is denied", powersOf({ deny: ["exec", "process"] }), []],
    ["runs none where its group is denied", powersOf({ deny: ["group:runtime"] }), []],
    ["runs none where everything is", powersOf({ deny: ["*"] }), []],
    ["runs none where the agent itself is denied them", powersOf({}, { tools: { deny: ["*"] } }), []],
    ["runs them still where one of two tools is denied", powersOf({ deny: ["exec"] }), [commands]],
    ["runs none where others are listed", powersOf({ allow: ["web_search"] }), []],
    ["runs them where they are listed", powersOf({ allow: ["exec"] }), [commands]],
    ["runs none where no command is let through", powersOf({ exec: { security: "deny" } }), []],
    [
      "runs them with more rights where somebody may ask for it",
      powersOf({ elevated: { allowFrom: { slack: ["*"] } } }),
      [commands, "elevated commands"],
    ],
    [
      "runs them out of its sandbox where somebody may ask for it",
      powersOf({ elevated: { allowFrom: { slack: ["*"] } } }, { sandbox: { mode: "all" } }),
      [commands, "elevated commands"],
    ],
    [
      "runs none out of its sandbox where nobody may ask for it",
      powersOf({ elevated: { enabled: false, allowFrom: {} } }, { sandbox: { mode: "all" } }),
      [],
    ],
    [
      "runs them where only some sessions have a sandbox",
      powersOf({}, { sandbox: { mode: "non-main" } }),
      [commands],
    ],
  ])("%s", (_, powers, expected) => {
    expect(powers).toEqual(expected);
  });
});

it("a binding has a peer where its match names one", () => {
  const bindings = [
    { agentId: "a", match: { channel: "slack", peer: { kind: "dm", id: "1" } } },
    { agentId: "b", match: { channel: "slack", accountId: "one" } },
  ];
  expect(viewBindings({ bindings })).toEqual([
    { agent: "a", channel: "slack", account: "*", hasPeer: true },
    { agent: "b", channel: "slack", account: "one", hasPeer: false },
  ]);
});

describe("OpenClaw's own settings where nothing is said", () => {
  it("are a browser that is on, one conversation for all, and sessions that all may see", async () => {
    const view: Partial<TenantView> = { surroundings: { env: {}, workingDirectory: "/" } };
    expect(await viewBrowser(view as TenantView, {})).toMatchObject({ isOn: true });
    expect(await viewBrowser(view as TenantView, { browser: { enabled: false } })).toMatchObject({
      isOn: false,
    });
    expect(viewSession({})).toEqual({ dmScope: "main", visibility: "all" });
  });
});

describe("who is let into the Gateway by name", () => {
  it.each<[what: string, auth: JsonObject, operators: number | null]>([
    ["nobody", {}, 0],
    ["whoever has scopes", { identityScopes: { ada: [], bob: [] } }, 2],
    ["whoever a proxy may name", { mode: "trusted-proxy", trustedProxy: { allowUsers: ["ada"] } }, 1],
    ["anybody whom a proxy names", { mode: "trusted-proxy", trustedProxy: { allowUsers: [] } }, null],
    [
      "each once",
      { identityScopes: { ada: [] }, mode: "trusted-proxy", trustedProxy: { allowUsers: ["ada", "bob"] } },
      2,
    ],
  ])("is %s", (_, auth, namedOperators) => {
    expect(viewGateway({ gateway: { auth } })).toMatchObject({ namedOperators });
  });
});

it("an endpoint or a hook counts where it is on", () => {
  const endpoints = { chatCompletions: { enabled: true }, responses: { enabled: false }, models: {} };
  expect(viewGateway({ gateway: { http: { endpoints } } }).openAiEndpoints).toEqual(["chatCompletions"]);
  const picks = (hooks: JsonObject) => viewGateway({ hooks }).hooksPickSession;
  expect(picks({ enabled: true, allowRequestSessionKey: true })).toBe(true);
  expect(picks({ allowRequestSessionKey: true })).toBe(false);
  expect(picks({ enabled: true })).toBe(false);
});
