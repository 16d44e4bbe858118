import type { ConfigurationView } from "./configuration-view.ts";

type Profiles = ConfigurationView["browser"]["profiles"];

/** Control addresses of browsers that both drive: of each profile of one the first that is also the other's. */
export function commonEndpoints(mine: Profiles, theirs: Profiles): string[] {
  const others = new Set(theirs.flatMap(endpointsOf));
  return [...new Set(mine.flatMap((profile) => endpointsOf(profile).find((each) => others.has(each)) ?? []))];
}

function endpointsOf({ endpoint, alsoAt = [] }: Profiles[number]): string[] {
  return endpoint === null ? [] : [endpoint, ...alsoAt];
}
