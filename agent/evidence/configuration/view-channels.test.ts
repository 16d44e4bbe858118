import { describe, expect, it } from "vitest";
import type { ChannelAccount } from "#lib/domain/mistakes/configuration-view.ts";
import { viewChannels } from "./view-channels.ts";

type Config = Record<string, unknown>;
const accountsOf = (channels: Config) => viewChannels({ channels }, new Map());
/** The one account of a channel with these settings. */
const one = (slack: Config, defaults: Config = {}) => accountsOf({ slack, defaults })[0];

describe("who may write to a channel", () => {
  it.each<[what: string, channel: Config, defaults: Config, seen: Partial<ChannelAccount>]>([
    ["whoever is paired, where nothing is said", {}, {}, { dmPolicy: "pairing", dmAllowed: 0 }],
    ["what it says itself", { dmPolicy: "allowlist", allowFrom: ["1"] }, {}, { dmAllowed: 1 }],
    [
      "what it says of direct messages",
      { dm: { policy: "allowlist", allowFrom: ["1", "2"] } },
      {},
      { dmPolicy: "allowlist", dmAllowed: 2 },
    ],
    ["what holds for all channels", {}, { dmPolicy: "open" }, { dmPolicy: "open", dmAllowed: null }],
    ["anyone, where an allowlist names everybody", { allowFrom: ["1", "*"] }, {}, { dmAllowed: null }],
    [
      "anyone, where every chat is open by itself",
      { direct: { "*": { dmPolicy: "open" } } },
      {},
      { dmAllowed: null },
    ],
    [
      "who has a chat that is open",
      { allowFrom: ["1"], direct: { "2": { dmPolicy: "open" } } },
      {},
      { dmAllowed: 2 },
    ],
  ])("is %s", (_, channel, defaults, seen) => {
    expect(one(channel, defaults)).toMatchObject(seen);
  });
});

describe("which groups it answers", () => {
  it.each<[what: string, channel: Config, defaults: Config, seen: Partial<ChannelAccount>]>([
    ["none, where none is listed", {}, {}, { groupPolicy: "allowlist", groups: 0 }],
    ["those that are listed", { groups: { a: {}, b: {} } }, {}, { groups: 2 }],
    ["those of a guild", { guilds: { a: {} } }, {}, { groups: 1 }],
    ["all, where the list names everyone", { groups: { "*": {} } }, {}, { groups: null }],
    ["all, where groups are open", { groupPolicy: "open", groups: { a: {} } }, {}, { groups: null }],
    ["all, where they are open for all channels", {}, { groupPolicy: "open" }, { groups: null }],
  ])("is %s", (_, channel, defaults, seen) => {
    expect(one(channel, defaults)).toMatchObject(seen);
  });

  it.each<[what: string, kind: string, channel: Config, openGroups: number | null]>([
    ["named people in listed groups", "telegram", { groupAllowFrom: ["1"], groups: { a: {} } }, 0],
    [
      "everybody in them, where the list names everybody",
      "telegram",
      { groupAllowFrom: ["1", "*"], groups: { a: {} } },
      1,
    ],
    ["everybody in them, where there is no list", "telegram", { groups: { a: {}, b: {} } }, 2],
    ["nobody, where no group is listed", "telegram", { groupAllowFrom: [] }, 0],
    [
      "everybody in any group, where none is listed and all senders are",
      "telegram",
      { groupAllowFrom: ["*"] },
      null,
    ],
    ["named people in any group", "telegram", { groupAllowFrom: ["1"] }, 0],
    [
      "the people of direct messages, where there is no other list",
      "telegram",
      { allowFrom: ["1"], groups: { a: {} } },
      0,
    ],
    [
      "everybody, where groups are open, whoever may write directly",
      "telegram",
      { groupPolicy: "open", allowFrom: ["1"] },
      null,
    ],
    [
      "everybody, where groups are open, whatever list there is",
      "telegram",
      { groupPolicy: "open", groupAllowFrom: ["1"] },
      null,
    ],
    [
      "everybody in all groups that are listed by a star",
      "telegram",
      { groups: { "*": { requireMention: true } } },
      null,
    ],
    [
      "the people whom every group names by itself",
      "telegram",
      { groupPolicy: "open", groups: { "*": { allowFrom: ["1"] } } },
      0,
    ],
    ["everybody in the one that names nobody", "slack", { channels: { a: { users: ["1"] }, b: {} } }, 1],
    ["everybody in the one that names everybody", "slack", { channels: { a: { users: ["*"] } } }, 1],
    ["nobody in one that is off", "slack", { channels: { a: { enabled: false } } }, 0],
    [
      "everybody, for direct messages' people guard no channel there",
      "slack",
      { allowFrom: ["1"], channels: { a: {} } },
      1,
    ],
    ["everybody of a guild", "discord", { allowFrom: ["1"], guilds: { g: {} } }, 1],
    ["those of a guild's role", "discord", { guilds: { g: { roles: ["7"], channels: { c: {} } } } }, 0],
    [
      "everybody in one channel of a guild",
      "discord",
      { guilds: { g: { channels: { c: { users: ["1"] }, d: {} } } } },
      1,
    ],
    [
      "everybody in one group that is open by itself",
      "telegram",
      { groupAllowFrom: ["1"], groups: { a: {}, b: { groupPolicy: "open" } } },
      1,
    ],
    [
      "everybody in a topic that is open by itself",
      "telegram",
      { groupAllowFrom: ["1"], groups: { a: { topics: { "5": { groupPolicy: "open" } } } } },
      1,
    ],
    ["nobody in one that is closed by itself", "telegram", { groups: { a: { groupPolicy: "disabled" } } }, 0],
    [
      "everybody of a group that the list of senders names",
      "signal",
      { groupAllowFrom: ["group:abc"], groups: { "*": {} } },
      null,
    ],
    [
      "everybody, where the list is one of groups",
      "feishu",
      { groupAllowFrom: ["oc_1"], groups: { oc_1: {} } },
      1,
    ],
    ["everybody of a team", "msteams", { teams: { t: { channels: { c: {} } } } }, 1],
  ])("lets in %s (%s)", (_, kind, channel, openGroups) => {
    expect(accountsOf({ [kind]: channel })).toMatchObject([{ openGroups }]);
  });

  it("takes for open what is left when too many groups were looked at", () => {
    const groups = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`g${at}`, {}]));
    const telegram = { groupAllowFrom: ["1"], groups, accounts: { one: {}, two: {} } };
    expect(accountsOf({ telegram }).map(({ openGroups }) => openGroups)).toEqual([0, null]);
  });

  it("knows whom a group of people names, and that an audience names nobody", () => {
    const accessGroups = {
      ops: { type: "message.senders", members: { telegram: ["1"], "*": [] } },
      all: { type: "message.senders", members: { "*": ["*"] } },
      seen: { type: "discord.channelAudience", guildId: "1" },
    };
    const open = (name: string) => {
      const telegram = { groupAllowFrom: [`accessGroup:${name}`], groups: { a: {} } };
      return viewChannels({ accessGroups, channels: { telegram } }, new Map())[0]?.openGroups;
    };
    expect(["ops", "all", "seen"].map(open)).toEqual([0, 1, 1]);
  });
});

it("a channel that is off has no account, and one with a credential of its own has that besides", () => {
  expect(accountsOf({ slack: { enabled: false }, modelByChannel: {}, defaults: {} })).toEqual([]);
  const accounts = { support: {}, gone: { enabled: false } };
  const named = (slack: Config) => accountsOf({ slack }).map(({ account }) => account);
  expect(named({ accounts })).toEqual(["support"]);
  expect(named({ accounts, botToken: {} })).toEqual(["default", "support"]);
  expect(named({ accounts: { default: {} }, botToken: {} })).toEqual(["default"]);
});
