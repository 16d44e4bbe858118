import { describe, expect, it } from "vitest";
import type { Item } from "../checklist/item.ts";
import { foreseeOpenGroups, foreseeSharing, type HeldSecret } from "./foreseen-faults.ts";

const entered = (item: Item, account: { kind: string; identity: string } | null = null) => ({
  slug: "beta",
  item,
  fingerprint: "ff01",
  account,
});
const held = (slug: string, item: Item, fingerprint = "ff01"): HeldSecret => ({ slug, item, fingerprint });
const channel = (groupPolicy: string) => ({
  kind: "telegram",
  accountId: "default",
  dmPolicy: "open",
  groupPolicy,
});

describe("foreseeSharing", () => {
  it("names the item and the rule under which a shared model key will be found, on the new tenant alone", () => {
    expect(foreseeSharing([entered("model-credentials")], [held("acme", "model-credentials")])).toEqual([
      {
        kind: "item",
        subject: "model-credentials",
        faults: ["shared fingerprint ff01 with acme model-credentials"],
      },
      { kind: "mistake", subject: "shared-openai-key", faults: ["ff01 acme"] },
    ]);
  });

  it("foresees that a bot's token brings the bot's account along", () => {
    const bot = { kind: "telegram", identity: "123456789" };
    const found = foreseeSharing(
      [entered("channel-credentials", bot)],
      [held("acme", "channel-credentials"), held("gamma", "channel-credentials")],
    );
    expect(found).toMatchObject([
      { kind: "item", subject: "channel-credentials", faults: { length: 2 } },
      {
        kind: "mistake",
        subject: "shared-channel-account",
        faults: [
          "account telegram 123456789 acme",
          "account telegram 123456789 gamma",
          "ff01 acme",
          "ff01 gamma",
        ],
      },
    ]);
  });

  it("foresees no rule where the secret has another role elsewhere", () => {
    const found = foreseeSharing([entered("model-credentials")], [held("acme", "gateway-token")]);
    expect(found).toEqual([
      {
        kind: "item",
        subject: "model-credentials",
        faults: ["shared fingerprint ff01 with acme gateway-token"],
      },
    ]);
  });

  it("foresees nothing of other secrets", () => {
    expect(
      foreseeSharing([entered("model-credentials")], [held("acme", "model-credentials", "ff02")]),
    ).toEqual([]);
    expect(foreseeSharing([], [])).toEqual([]);
  });
});

describe("foreseeOpenGroups", () => {
  it("names channels whose groups are open to everybody", () => {
    expect(foreseeOpenGroups("beta", [channel("open")])).toEqual([
      { kind: "mistake", subject: "group-allowlist-only-protection", faults: ["telegram default open"] },
    ]);
    expect(foreseeOpenGroups("beta", [channel("allowlist")])).toEqual([]);
  });
});
