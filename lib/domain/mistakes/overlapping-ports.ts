import { containsPort, lastPort, overlaps } from "../host/port-block.ts";
import { commonEndpoints } from "./common-endpoints.ts";
import type { ConfigurationView } from "./configuration-view.ts";
import { byHand, isEdited, restoring } from "./cures.ts";
import {
  type Cure,
  type Fault,
  type MistakeRule,
  onBoth,
  pairsOf,
  type ViewedTenant,
} from "./mistake-rule.ts";

/** Port blocks, pinned ports or browser addresses that run into each other. */
export const overlappingPorts: MistakeRule = {
  id: "overlapping-ports",
  title: "Ports that run into each other",
  explanation:
    "OpenClaw derives a Gateway's other ports from its base port. Bases too close together, or a derived port pinned by hand, let one tenant's program answer where the other's is expected, and receive what was meant for it.",
  remedy:
    "Write the configuration again with the port that is reserved for this tenant, and remove pinned ports (cdpPort, cdpUrl) from it. Then restart the Gateway: a port changes only with a restart.",
  looksAt:
    "Base ports, pinned ports and browser addresses of all configurations in effect, against the blocks that are reserved.",
  buyerText: "Nothing of another client answers where this client's assistant is expected.",
  fixes: ["restore-configuration", "restart"],
  items: ["port", "browser-profile"],
  needs: ["configuration"],
  reads: ["gateway", "browser"],
  needsSecrets: [],
  comparesTenants: true,
  find: (tenants) => [
    ...pairsOf(tenants).flatMap(([a, b]) => [...findBlocks(a, b), ...findEndpoints(a, b)]),
    ...tenants.flatMap((tenant) => findPinned(tenant, tenants)),
  ],
};

const blockOf = ({ view }: ViewedTenant) => ({ base: view.ports.base ?? view.ports.reserved });
const seenHow = "Ports of both configurations in effect.";

function findBlocks(a: ViewedTenant, b: ViewedTenant): Fault[] {
  const [one, two] = [blockOf(a), blockOf(b)];
  if (!overlaps(one, two)) return [];
  return onBoth(a, b, {
    key: `block ${one.base} ${two.base}`,
    seenHow,
    detail: (mine, other) =>
      `Ports ${blockOf(mine).base}–${lastPort(blockOf(mine))} overlap with ${other.slug}'s ${blockOf(other).base}–${lastPort(blockOf(other))}.`,
    cure: blockCure,
  });
}

function blockCure({ view }: ViewedTenant, other: ViewedTenant): Cure {
  if (isEdited(view, "gateway.port")) {
    return { by: "click", fix: "restore-configuration", subject: "gateway.port" };
  }
  if (view.ports.base !== null && view.ports.base !== view.ports.reserved) {
    return { by: "click", fix: "restart", subject: "gateway.port" };
  }
  return byHand(
    `This tenant keeps to the ports that are reserved for it. Put it right at ${other.slug}; if that one does too, stop one of them and provision it again with other ports.`,
  );
}

function findEndpoints(a: ViewedTenant, b: ViewedTenant): Fault[] {
  const shared = commonEndpoints(a.view.browser.profiles, b.view.browser.profiles);
  return shared.flatMap((endpoint) =>
    onBoth(a, b, {
      key: `endpoint ${endpoint}`,
      seenHow: "cdpUrl of both configurations, written alike.",
      detail: (_, other) => `The browser's control address ${endpoint} is also ${other.slug}'s.`,
      cure: ({ view: seen }) =>
        restoring(seen, ["browser"], "Take cdpUrl out of this tenant's browser profiles, then restart it."),
    }),
  );
}

function findPinned({ slug, view }: ViewedTenant, tenants: readonly ViewedTenant[]): Fault[] {
  return [...view.ports.pinned, ...pinnedByAddress(view)].flatMap(({ setting, port }): Fault[] => {
    const holders = tenants.filter(
      (other) =>
        other.slug !== slug &&
        (containsPort(blockOf(other), port) ||
          other.view.ports.pinned.some((pinned) => pinned.port === port)),
    );
    return holders.flatMap((other) => [
      {
        key: `pinned ${setting} ${port} ${other.slug}`,
        slug,
        others: [other.slug],
        detail: `${setting} is pinned to port ${port}, which belongs to ${other.slug}.`,
        seenHow,
        cure: restoring(
          view,
          ["browser"],
          `Take ${setting} out of the configuration, then restart the Gateway.`,
        ),
      },
      {
        key: `pinned by ${slug} ${setting} ${port}`,
        slug: other.slug,
        others: [slug],
        detail: `Port ${port} of this tenant is pinned by ${slug} (${setting}).`,
        seenHow,
        cure: byHand(
          `Put it right at ${slug}, which pins the port; nothing is wrong in this tenant's own configuration.`,
        ),
      },
    ]);
  });
}

/** Addresses on this host: each is a port of somebody's. */
function pinnedByAddress({ browser }: ConfigurationView): ConfigurationView["ports"]["pinned"] {
  return browser.profiles.flatMap(({ name, endpoint }) => {
    const port = /^127\.0\.0\.1:(\d+)$/.exec(endpoint ?? "")?.[1];
    return port === undefined ? [] : [{ setting: `cdpUrl of browser profile ${name}`, port: Number(port) }];
  });
}
