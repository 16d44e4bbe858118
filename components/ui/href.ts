import type { Route } from "next";

/** A path of this dashboard. */
export type Href = `/${string}` | Route;

/**
 * Next's route types know paths written out in the code, not those built from data or passed through a
 * property. That the path exists is for whoever builds it; the type says only that it is one of ours.
 */
export function toRoute(href: Href): Route {
  return href as Route;
}
