import { expect, test } from "vitest";
import { type ChannelKind, channelCatalogue } from "#lib/domain/channel/catalogue.ts";
import { channelAddress, isAddressSetting, modelAddress } from "./secret-address.ts";

const acme = { provider: "acme", api: "openai-completions" as const };
const at = (baseUrl?: string) => modelAddress({ ...acme, ...(baseUrl !== undefined && { baseUrl }) });
const home = at("https://models.example.com/v1");

test.each([
  "https://MODELS.example.com/v1",
  "HTTPS://models.example.com:443/v1",
  "https://models.example.com./v1",
  "https://models.example.com/v1/",
  "https://models.example.com/x/../v1",
])("%s is the same address", (baseUrl) => expect(at(baseUrl)).toBe(home));

test.each([
  "http://models.example.com/v1",
  "https://models.example.com:8443/v1",
  "https://models.example.com/v2",
  "https://models.example.com/V1",
  "https://models.example.com/v1/%2e%2e/x",
  "https://models.example.com.evil.test/v1",
  "https://models.example.com@evil.test/v1",
  "https://models.exаmple.com/v1", // a Cyrillic letter
  "https://evil.test/https://models.example.com/v1",
])("%s is another address", (baseUrl) => expect(at(baseUrl)).not.toBe(home));

test("a provider without an address has its own, whatever it is spoken to by", () => {
  expect(modelAddress({ provider: "xai", api: "openai-responses" })).toBe("https://api.x.ai/v1");
  expect(modelAddress({ provider: "openai", api: "anthropic-messages" })).toBe("https://api.openai.com/v1");
  expect(modelAddress({ provider: "constructor", api: "anthropic-messages" })).toBe(
    "https://api.anthropic.com",
  );
});

test.each<[ChannelKind, string]>([
  ["mattermost", "baseUrl"],
  ["matrix", "homeserver"],
  ["nextcloud-talk", "baseUrl"],
  ["irc", "host"],
  ["irc", "port"],
  ["irc", "tls"],
  ["telegram", "apiRoot"],
  ["telegram", "webhookUrl"],
  ["slack", "relay.url"],
  ["clickclack", "apiBaseUrl"],
  ["buzz", "relayUrl"],
  ["nostr", "relays"],
  ["signal", "transport.url"],
  ["signal", "transport.httpHost"],
  ["msteams", "serviceUrl"],
  ["msteams", "mediaAuthAllowHosts"],
  ["msteams", "cloud"],
  ["qqbot", "anything"],
])("%s sends its secrets where %s says", (kind, key) => expect(isAddressSetting(kind, key)).toBe(true));

test("every setting of every channel that sounds like an address is one, but for what is only shown", () => {
  const sounding = Object.entries(channelCatalogue).flatMap(([kind, { settings }]) =>
    Object.keys(settings ?? {})
      .filter((key) => /(?:url|hosts?|server|root|relays?)$/i.test(key))
      .filter((key) => !isAddressSetting(kind as ChannelKind, key))
      .map((key) => `${kind}.${key}`),
  );
  expect(sounding.toSorted()).toEqual(["discord.activityUrl", "matrix.avatarUrl"]);
});

test("a channel's address is all of its addresses, and nothing else of it", () => {
  const one = channelAddress("irc", { host: "IRC.example.net.", port: "6697", nick: "acme" });
  expect(one).toBe(channelAddress("irc", { nick: "other", port: "6697", host: "irc.example.net" }));
  expect(one).not.toBe(channelAddress("irc", { host: "irc.example.net", port: "6667" }));
  expect(channelAddress("telegram", { name: "Acme" })).toBe("");
});
