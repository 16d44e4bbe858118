import { describe, expect, it } from "vitest";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import type { JsonObject } from "#agent/system/json-value.ts";
import { viewAgents } from "./view-agents.ts";
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

const viewFrom = (env: Record<string, string>) =>
  ({
    surroundings: { env, workingDirectory: "/" },
    layout: { tree: "/t" },
    host: { names: { endpointsOf: async (address: string) => [address] } },
  }) as unknown as TenantView;

describe("browsers that are driven", () => {
  const driven = async (browser: JsonObject, env: Record<string, string> = { HOME: "/t/home" }) =>
    (await viewBrowser(viewFrom(env), { browser })).profiles.map(({ name, driver, endpoint }) =>
      [name, driver, endpoint].filter((each) => each !== null).join(" "),
    );

  it.each<[what: string, browser: JsonObject, profiles: string[]]>([
    ["its own alone, where nothing is said", {}, ["default"]],
    [
      "those that are named",
      { profiles: { work: { cdpUrl: "http://b:1" } } },
      ["default", "work http://b:1"],
    ],
    [
      "a person's, where it is the one that is used",
      { defaultProfile: "user" },
      ["default", "user existing-session"],
    ],
    [
      "one on another host, where a profile names the port alone",
      { cdpUrl: "http://b:9222", profiles: { work: { cdpPort: 9333 } } },
      ["default http://b:9222", "work http://b:9333/"],
    ],
  ])("are %s", async (_, browser, profiles) => {
    expect(await driven(browser)).toEqual(profiles);
  });

  it("are a person's too, where the Gateway's home is not the tenant's", async () => {
    expect(await driven({}, { HOME: "/home/ada" })).toEqual(["default", "user existing-session"]);
  });
});

describe("OpenClaw's own settings where nothing is said", () => {
  it("are a browser that is on, one conversation for all, and sessions that all may see", async () => {
    const view = viewFrom({});
    expect(await viewBrowser(view, {})).toMatchObject({ isOn: true });
    expect(await viewBrowser(view, { browser: { enabled: false } })).toMatchObject({
      isOn: false,
    });
    expect(viewSession({})).toEqual({ dmScope: "main", visibility: "all", merging: [] });
    expect(viewSession({ tools: { agentToAgent: { enabled: false } } }).visibility).toBe("agent");
  });
});

it("routes that merge conversations are told by their settings", () => {
  const bindings = [
    { session: { dmScope: "per-peer" } },
    { session: { dmScope: "main", groupScope: "main" } },
  ];
  expect(viewSession({ bindings, session: { groupScope: "main", scope: "global" } }).merging).toEqual([
    "session.scope",
    "session.groupScope",
    "bindings.1.session.dmScope",
    "bindings.1.session.groupScope",
  ]);
});

it("a sign-in is by password where there is one and nothing is said", () => {
  const modeOf = (auth: JsonObject, env = {}) => viewGateway({ gateway: { auth } }, env).authMode;
  expect(modeOf({})).toBe("token");
  expect(modeOf({ token: "x", password: { source: "env", id: "P" } })).toBe("password");
  expect(modeOf({}, { OPENCLAW_GATEWAY_PASSWORD: "x" })).toBe("password");
  expect(modeOf({ mode: "none", password: "x" })).toBe("none");
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
