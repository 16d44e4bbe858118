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

  it.each<[what: string, channel: Config, hasSenderList: boolean]>([
    ["is guarded by named people", { groupAllowFrom: ["1"], groups: { a: {} } }, true],
    ["is not guarded by a list that names everybody", { groupAllowFrom: ["1", "*"] }, false],
    ["is not guarded by an empty list", { groupAllowFrom: [] }, false],
    [
      "is guarded where each group names people",
      { groups: { a: { users: ["1"] }, b: { allowFrom: ["2"] } } },
      true,
    ],
    ["is not guarded where one group names nobody", { groups: { a: { users: ["1"] }, b: {} } }, false],
    ["is not guarded where one group names everybody", { groups: { a: { users: ["*"] } } }, false],
    ["is not guarded where there is neither", {}, false],
  ])("%s", (_, channel, hasSenderList) => {
    expect(one(channel)).toMatchObject({ hasSenderList });
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
