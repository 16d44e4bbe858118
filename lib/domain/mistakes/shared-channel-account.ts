import { byHand, restoring } from "./cures.ts";
import { type Fault, type MistakeRule, onBoth, pairsOf, type ViewedTenant } from "./mistake-rule.ts";
import { shareOf } from "./shared-places.ts";
import { findSharedSecrets } from "./shared-secrets.ts";

/** One bot or number that answers for two tenants. */
export const sharedChannelAccount: MistakeRule = {
  id: "shared-channel-account",
  title: "Two tenants on one channel account",
  explanation:
    "A bot token or a linked number belongs to one conversation partner. With it in two Gateways each of them receives the other's messages, or snatches them away, and either can answer in the other's name.",
  remedy:
    "Make a bot (or link a number) for this tenant alone, enter its credential here, and revoke the shared one at the provider, because both Gateways have known it.",
  looksAt:
    "Keyed fingerprints of channel credentials, the account's own number where a credential says it, and the real place of sign-in directories.",
  buyerText: "Messages to this client's assistant reach no other client's assistant.",
  fixes: ["restore-configuration"],
  items: ["channel-credentials"],
  needs: ["configuration", "places"],
  reads: ["channels"],
  needsSecrets: ["channel"],
  comparesTenants: true,
  find: (tenants) => [
    ...findSharedSecrets(tenants, ["channel"], "The channel credential", (_, { setting }) =>
      byHand(ownAccount(setting)),
    ),
    ...pairsOf(tenants).flatMap(([a, b]) => [...findAccounts(a, b), ...findSignIns(a, b)]),
  ],
};

function ownAccount(what: string): string {
  return `Make a bot or link a number for this tenant alone at the provider, enter it under Credentials in the place of ${what}, then revoke the shared one at the provider.`;
}

function findAccounts(a: ViewedTenant, b: ViewedTenant): Fault[] {
  const nameOf = ({ kind, identity }: { kind: string; identity: string | null }) =>
    identity === null ? null : `${kind} ${identity}`;
  const theirs = new Set(b.view.channels.flatMap((account) => nameOf(account) ?? []));
  const shared = new Set(
    a.view.channels.flatMap((account) => nameOf(account) ?? []).filter((name) => theirs.has(name)),
  );
  return [...shared].flatMap((name) =>
    onBoth(a, b, {
      key: `account ${name}`,
      seenHow: "The account's own number at the provider, as its credential says.",
      detail: (_, other) => `The account ${name} is also connected to ${other.slug}.`,
      cure: () => byHand(ownAccount(name)),
    }),
  );
}

function findSignIns(a: ViewedTenant, b: ViewedTenant): Fault[] {
  const signIns = ({ view }: ViewedTenant) => view.places.filter(({ kind }) => kind === "channel");
  const [shared] = shareOf(signIns(a), signIns(b));
  if (shared === undefined) return [];
  return onBoth(a, b, {
    key: "sign-in",
    seenHow: "Real path, device and inode of the channels' sign-in directories.",
    detail: (one, other) =>
      `The channel's sign-in at ${(one === a ? shared.mine : shared.theirs).real} is also used by ${other.slug}.`,
    cure: ({ view }) =>
      restoring(
        view,
        ["channels"],
        "Take authDir out of the channel's settings and link this tenant's own number under Credentials.",
      ),
  });
}
