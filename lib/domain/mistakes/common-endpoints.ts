import type { ConfigurationView } from "./configuration-view.ts";

type Profiles = ConfigurationView["browser"]["profiles"];

/**
 * Control addresses of browsers that both drive: of each profile of one the
 * first that is also the other's. Two accounts at one service are two browsers.
 */
export function commonEndpoints(mine: Profiles, theirs: Profiles): string[] {
  return [
    ...new Set(
      mine.flatMap((profile) => {
        const others = theirs.filter((other) => isOneAccount(profile, other)).flatMap(endpointsOf);
        return endpointsOf(profile).find((each) => others.includes(each)) ?? [];
      }),
    ),
  ];
}

/** Who names no account may well be let into the other's. */
function isOneAccount({ account: mine }: Profiles[number], { account: theirs }: Profiles[number]): boolean {
  return mine == null || theirs == null || mine === theirs;
}

function endpointsOf({ endpoint, alsoAt = [] }: Profiles[number]): string[] {
  return endpoint === null ? [] : [endpoint, ...alsoAt];
}
