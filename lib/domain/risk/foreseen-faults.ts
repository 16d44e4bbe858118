import type { Item } from "../checklist/item.ts";
import { findSharing } from "../checklist/sharing.ts";
import type { ConfigurationView } from "../mistakes/configuration-view.ts";
import type { MistakeId } from "../mistakes/mistake-rule.ts";
import { mistakeRule } from "../mistakes/mistake-rules.ts";
import { itemFaultKeys } from "./acceptance.ts";
import type { NamedExposure } from "./policy-risks.ts";

/** Faults that the next check will find, under what they will be found under. */
export type ForeseenFaults =
  | { readonly kind: "item"; readonly subject: Item; readonly faults: readonly string[] }
  | { readonly kind: "mistake"; readonly subject: MistakeId; readonly faults: readonly string[] };

/** A place in which a tenant has a secret. */
export type HeldSecret = { readonly slug: string; readonly item: Item; readonly fingerprint: string };

/** A secret that is about to be a tenant's; `account` where it is a channel's and names its bot. */
export type EnteredSecret = HeldSecret & {
  readonly account: { readonly kind: string; readonly identity: string } | null;
};

const roles: Partial<Record<Item, ConfigurationView["secrets"][number]["role"]>> = {
  "channel-credentials": "channel",
  "model-credentials": "model",
  "gateway-token": "gateway",
};
const sharingRules = ["shared-channel-account", "shared-openai-key"] as const;

/**
 * What a check will say of a tenant that is given secrets which others have.
 * The comparison and the rules themselves are asked, about tenants that have
 * nothing but these secrets, so that the keys are those that a check will find.
 */
export function foreseeSharing(
  entered: readonly EnteredSecret[],
  others: readonly HeldSecret[],
): ForeseenFaults[] {
  const [first] = entered;
  if (first === undefined) return [];
  const { slug } = first;
  const held = [...entered, ...others];
  const tenants = [...Map.groupBy(held, (secret) => secret.slug)];
  const sharing = findSharing(
    tenants.map(([name, secrets]) => ({
      slug: name,
      items: secrets.map(({ item, fingerprint }) => ({
        item,
        identities: [{ kind: "fingerprint", value: fingerprint, label: "" }],
      })),
    })),
  ).get(slug);
  const byItem = Map.groupBy(sharing ?? [], ({ item }) => item);
  const views = tenants.map(([name, secrets]) => ({ slug: name, view: viewOf(secrets, entered) }));
  return [
    ...[...byItem].map(([subject, list]) => ({
      kind: "item" as const,
      subject,
      faults: itemFaultKeys(list, []),
    })),
    ...sharingRules.flatMap((subject) => foundBy(subject, slug, views)),
  ];
}

/** What the rule for groups will say of channels whose groups are open to everybody, on an agent that runs commands. */
export function foreseeOpenGroups(slug: string, channels: readonly NamedExposure[]): ForeseenFaults[] {
  const open = channels.filter(({ groupPolicy }) => groupPolicy === "open");
  const view: ConfigurationView = {
    ...bareView,
    agents: [{ id: "main", workspace: null, powers: ["commands (exec)"] }],
    channels: open.map(({ kind, accountId, dmPolicy, groupPolicy }) => ({
      kind,
      account: accountId,
      identity: null,
      dmPolicy,
      dmAllowed: null,
      groupPolicy,
      groups: null,
      hasSenderList: false,
    })),
  };
  return foundBy("group-allowlist-only-protection", slug, [{ slug, view }]);
}

type Viewed = { readonly slug: string; readonly view: ConfigurationView };

function foundBy(subject: MistakeId, slug: string, views: readonly Viewed[]): ForeseenFaults[] {
  const found = mistakeRule(subject)
    .find(views)
    .filter((fault) => fault.slug === slug);
  const faults = [...new Set(found.map(({ key }) => key))].sort();
  return faults.length === 0 ? [] : [{ kind: "mistake", subject, faults }];
}

function viewOf(secrets: readonly HeldSecret[], entered: readonly EnteredSecret[]): ConfigurationView {
  const accountOf = ({ fingerprint }: HeldSecret) =>
    entered.find((secret) => secret.fingerprint === fingerprint)?.account ?? null;
  return {
    ...bareView,
    secrets: secrets.flatMap(({ item, fingerprint }) => {
      const role = roles[item];
      return role === undefined ? [] : [{ role, setting: "", place: "file", where: null, fingerprint }];
    }),
    // Who has the token of a bot has that bot.
    channels: secrets.flatMap((secret) => {
      const account = secret.item === "channel-credentials" ? accountOf(secret) : null;
      return account === null ? [] : [{ ...bareChannel, ...account }];
    }),
  };
}

const bareChannel: ConfigurationView["channels"][number] = {
  kind: "",
  account: "default",
  identity: null,
  dmPolicy: "disabled",
  dmAllowed: 0,
  groupPolicy: "disabled",
  groups: 0,
  hasSenderList: true,
};

/** A tenant that has nothing at all. */
const bareView: ConfigurationView = {
  tree: "",
  gaps: [],
  edited: [],
  agents: [],
  bindings: [],
  channels: [],
  browser: { isOn: false, profiles: [] },
  ports: { base: null, reserved: 0, pinned: [] },
  gateway: { authMode: "token", openAiEndpoints: [], namedOperators: 0, hooksPickSession: false },
  session: { dmScope: "per-channel-peer", visibility: "agent" },
  secrets: [],
  places: [],
  archives: [],
};
