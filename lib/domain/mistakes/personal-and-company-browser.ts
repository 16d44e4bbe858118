import { commonEndpoints } from "./common-endpoints.ts";
import { restoring } from "./cures.ts";
import { type Fault, type MistakeRule, onBoth, pairsOf, type ViewedTenant } from "./mistake-rule.ts";
import { shareOf } from "./shared-places.ts";

/** A runtime that drives a person's own browser, or another tenant's. */
export const personalAndCompanyBrowser: MistakeRule = {
  id: "personal-and-company-browser",
  title: "Personal and company browser in one runtime",
  explanation:
    "An assistant that is attached to a browser acts with every sign-in that browser has: mail, banking, other clients. Shared user data or one control address does the same between tenants, because the control port asks for no password.",
  remedy:
    "Remove the profile that attaches (driver, attachOnly, cdpUrl) and the shared userDataDir from the configuration, so that the tenant gets a browser of its own. Then sign out in that browser whatever the assistant had no business with.",
  looksAt:
    "Browser profiles of the configuration in effect, the real place of their user data, and the command lines of browsers that run.",
  buyerText: "The assistant never uses a browser in which a person, or another client, is signed in.",
  fixes: ["restore-configuration"],
  items: ["browser-profile"],
  needs: ["configuration", "places"],
  reads: ["browser"],
  needsSecrets: [],
  comparesTenants: true,
  find: (tenants) => {
    const using = tenants.filter(({ view }) => view.browser.isOn);
    return [...using.flatMap(findAttached), ...pairsOf(using).flatMap(([a, b]) => findCommon(a, b))];
  },
};

const areas = ["browser"];

const personDrivers: readonly (string | null)[] = ["existing-session", "extension"];

function findAttached({ slug, view }: ViewedTenant): Fault[] {
  const attached = view.browser.profiles.filter(
    ({ driver, attachesOnly }) => attachesOnly || personDrivers.includes(driver),
  );
  const outside = view.places.filter(({ kind, isInside }) => kind === "browser-data" && !isInside);
  return [
    ...attached.map(({ name, driver, attachesOnly }) => ({
      key: `attached ${name}`,
      slug,
      others: [],
      detail: `Browser profile ${name} attaches to a browser that somebody else started (${[driver, attachesOnly && "attachOnly"].filter(Boolean).join(", ")}), with the sign-ins that are in it.`,
      seenHow: "browser.profiles of the configuration in effect.",
      cure: restoring(
        view,
        areas,
        `Take driver, attachOnly and cdpUrl out of browser profile ${name} in the configuration, then restart the Gateway.`,
      ),
    })),
    ...outside.map(({ real, setting }) => ({
      key: `data ${real}`,
      slug,
      others: [],
      detail: `${setting} keeps sign-ins at ${real}, outside this tenant's tree.`,
      seenHow: "Real path of the browser's user data.",
      cure: restoring(
        view,
        areas,
        `Stop the Gateway, end the browser that uses ${real}, and take userDataDir out of the configuration; sign out there whatever the assistant was signed in to.`,
      ),
    })),
  ];
}

function findCommon(a: ViewedTenant, b: ViewedTenant): Fault[] {
  const common = commonEndpoints(a.view.browser.profiles, b.view.browser.profiles);
  const data = (tenant: ViewedTenant) => tenant.view.places.filter(({ kind }) => kind === "browser-data");
  const shared = shareOf(data(a), data(b));
  return [
    ...common.flatMap((endpoint) =>
      onBoth(a, b, {
        key: `endpoint ${endpoint}`,
        seenHow: "cdpUrl of both configurations, written alike.",
        detail: (_, other) => `The browser at ${endpoint} is also driven by ${other.slug}.`,
        cure: ({ view }) =>
          restoring(
            view,
            areas,
            "Take cdpUrl out of this tenant's browser profiles, then restart the Gateway.",
          ),
      }),
    ),
    ...shared.slice(0, 1).flatMap(({ mine, theirs: other }) =>
      onBoth(a, b, {
        key: "data",
        seenHow: "Real path, device and inode of the browsers' user data.",
        detail: (one, two) =>
          `The browser's user data at ${(one === a ? mine : other).real} is also used by ${two.slug}.`,
        cure: ({ view }) =>
          restoring(
            view,
            areas,
            "If userDataDir names it, take it out of the configuration; if a link leads there, stop the Gateway and remove the link.",
          ),
      }),
    ),
  ];
}
