import { afterAll, beforeAll, expect, test } from "vitest";
import { type StandInProviders, startStandInProviders } from "#agent/fixtures/stand-in-providers.ts";
import { identifyChannel } from "./identify-channel.ts";
import { standInAddresses } from "./provider-addresses.ts";

const telegramToken = "123456789:AAF-known-to-the-stand-in-for-Telegram";
const unknownToken = "123456789:AAF-known-to-nobody-at-all-anywhere";
let providers: StandInProviders;
const signal = new AbortController().signal;

beforeAll(async () => {
  providers = await startStandInProviders({
    [telegramToken]: "acme_bot",
    "xoxb-known": "acme",
    "discord-known": "Acme#1",
  });
});
afterAll(() => providers.close());

test.each([
  ["telegram", { botToken: telegramToken }, "@acme_bot"],
  ["slack", { botToken: "xoxb-known", appToken: "xapp-1" }, "acme in Acme"],
  ["discord", { token: "discord-known" }, "Acme#1"],
] as const)("says whose secret it is: %s", async (kind, secrets, name) => {
  expect(await identifyChannel(providers.addresses, kind, secrets, signal)).toMatchObject({
    state: "identified",
    name,
  });
});

test.each([
  ["telegram", { botToken: unknownToken }],
  ["slack", { botToken: "xoxb-unknown" }],
  ["discord", { token: "unknown" }],
] as const)("says that the provider refuses it: %s", async (kind, secrets) => {
  expect((await identifyChannel(providers.addresses, kind, secrets, signal)).state).toBe("refused");
});

test("leaves it unverified without a network, and never names the secret", async () => {
  const nowhere = standInAddresses("http://127.0.0.1:1");
  const answer = await identifyChannel(nowhere, "telegram", { botToken: telegramToken }, signal);
  expect(answer.state).toBe("not-verified");
  expect(JSON.stringify(answer)).not.toContain("AAF");
});

test("leaves a channel without such a call unverified", async () => {
  const answer = await identifyChannel(providers.addresses, "matrix", { accessToken: "x" }, signal);
  expect(answer.state).toBe("not-verified");
});
