import { describe, expect, it } from "vitest";
import type { JsonObject } from "#agent/system/json-value.ts";
import { viewRoutes } from "./view-routes.ts";

const entries = { main: {}, a: {}, b: {} };
const roadsOf = (config: JsonObject) =>
  viewRoutes({ agents: { entries }, ...config }).map(
    ({ road, agent, setting }) => `${road} ${agent} ${setting}`,
  );

describe("what leads to an agent", () => {
  it.each<[what: string, config: JsonObject, roads: string[]]>([
    ["nothing where nothing names one", { channels: { telegram: { botToken: "x" } } }, []],
    [
      "bindings, of an account and of a person",
      {
        bindings: [
          { agentId: "A", match: { channel: "slack", accountId: "one" } },
          { agentId: "b", match: { channel: "slack", peer: { kind: "direct", id: "1" } } },
          { agentId: "b", match: { channel: "discord", guildId: "1", roles: ["2"] } },
        ],
      },
      ["account a bindings.0", "conversation b bindings.1", "conversation b bindings.2"],
    ],
    [
      "topics of a group, of an account's too, and of direct chats",
      {
        channels: {
          telegram: {
            groups: { "-1": { topics: { "5": { agentId: "a" } } } },
            direct: { "7": { topics: { "1": { agentId: "main" } } } },
            accounts: { one: { groups: { "-2": { topics: { "9": { agentId: "b" } } } } } },
          },
        },
      },
      [
        "conversation a channels.telegram.groups.-1.topics.5.agentId",
        "conversation main channels.telegram.direct.7.topics.1.agentId",
        "conversation b channels.telegram.accounts.one.groups.-2.topics.9.agentId",
      ],
    ],
    [
      "a mark of a default agent, for channels that no binding takes",
      {
        agents: { entries: { a: { default: true }, b: {} } },
        channels: { telegram: {}, slack: {}, irc: { enabled: false }, defaults: {} },
        bindings: [{ agentId: "b", match: { channel: "slack", accountId: "*" } }],
      },
      ["account b bindings.0", "account a channels.telegram", "voice a talk"],
    ],
    [
      "no mark where agents are explicit",
      {
        agents: { ownership: "explicit", entries: { a: { default: true }, b: {} } },
        channels: { telegram: {} },
      },
      [],
    ],
    [
      "a channel's account, and an agent that others may call",
      { channels: { clickclack: { accounts: { one: { agentId: "a" } } }, a2a: { exposeAgents: ["b"] } } },
      ["account a channels.clickclack.accounts.one.agentId", "call b channels.a2a.exposeAgents"],
    ],
    ["no channel that is off", { channels: { clickclack: { enabled: false, agentId: "a" } } }, []],
    [
      "broadcasts, of both forms",
      { broadcast: { strategy: "parallel", "telegram:-1": { agents: ["a", "b"] }, "1@g.us": ["a"] } },
      [
        "broadcast a broadcast.telegram:-1",
        "broadcast b broadcast.telegram:-1",
        "broadcast a broadcast.1@g.us",
      ],
    ],
    [
      "hooks, which name any agent where none is listed",
      { hooks: { enabled: true, mappings: [{ agentId: "a" }] } },
      [
        "call main hooks.allowedAgentIds",
        "call a hooks.allowedAgentIds",
        "call b hooks.allowedAgentIds",
        "call a hooks.mappings.0",
      ],
    ],
    [
      "hooks, of the agents that are listed",
      { hooks: { enabled: true, allowedAgentIds: ["main"] } },
      ["call main hooks.allowedAgentIds"],
    ],
    ["no hooks that are off", { hooks: { mappings: [{ agentId: "x" }] } }, []],
    [
      "a voice, a role and a schedule",
      {
        agents: {
          entries: { main: {}, a: { heartbeat: { every: "1h" } } },
          defaults: { heartbeat: { agentId: "main" } },
        },
        talk: { agentId: "a" },
        gateway: { roles: { definitions: { guest: { agents: ["a"] }, all: { agents: "*" } } } },
      },
      [
        "schedule main agents.defaults.heartbeat.agentId",
        "schedule a agents.entries.a.heartbeat",
        "voice a talk.agentId",
        "role a gateway.roles.definitions.guest.agents",
        "role main gateway.roles.definitions.all.agents",
        "role a gateway.roles.definitions.all.agents",
      ],
    ],
    [
      "another agent",
      { agents: { entries: { ...entries, a: { subagents: { allowAgents: ["b"] } } } } },
      ["tool b agents.entries.a.subagents.allowAgents"],
    ],
    [
      "a plugin's own setting",
      {
        plugins: {
          entries: {
            "voice-call": { config: { agentId: "a" } },
            off: { enabled: false, config: { agentId: "b" } },
            other: { config: { agentId: "nobody here" } },
          },
        },
      },
      ["other a plugins.entries.voice-call.config.agentId"],
    ],
    [
      "nothing that only filters or keeps",
      {
        approvals: { exec: { agentFilter: ["a"] } },
        agents: { entries, defaults: { systemAgent: { agentId: "a" }, sessionStore: { agentId: "a" } } },
      },
      [],
    ],
  ])("is %s", (_, config, roads) => {
    expect(roadsOf(config)).toEqual(roads);
  });

  it("stands for many where a channel makes an agent for each person", () => {
    const channels = { feishu: { dynamicAgentCreation: { enabled: true } } };
    expect(viewRoutes({ channels })).toMatchObject([{ isMany: true, hasPeer: true, channel: "feishu" }]);
  });
});
