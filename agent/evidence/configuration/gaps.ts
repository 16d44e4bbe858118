import type { ConfigurationView, ViewPart } from "#lib/domain/mistakes/configuration-view.ts";

/** What could not be looked at, by part; each reason once. */
export type Gaps = {
  add(part: ViewPart, reason: string): void;
  /** The first entries of a list that a tenant may have made endless; what is left out is a gap. */
  limit<T>(part: ViewPart, what: string, list: readonly T[]): T[];
  list(): ConfigurationView["gaps"];
};

const mostEntries = 500;

export function collectGaps(): Gaps {
  const found = new Map<string, ConfigurationView["gaps"][number]>();
  const add = (part: ViewPart, reason: string) => void found.set(`${part} ${reason}`, { part, reason });
  return {
    add,
    limit: (part, what, list) => {
      if (list.length > mostEntries) add(part, `There are more than ${mostEntries} ${what}.`);
      return list.slice(0, mostEntries);
    },
    list: () => [...found.values()].slice(0, 100),
  };
}
