import type { MissingVariable } from "#agent/config-file/substitute-variables.ts";
import { wordsOf } from "#agent/evidence/sources/unknown-settings.ts";
import type { ConfigurationView, ViewPart } from "#lib/domain/mistakes/configuration-view.ts";

/** What could not be looked at, by part; each reason once. */
export type Gaps = {
  add(part: ViewPart, reason: string): void;
  /** A setting of the configuration that comes from a variable that could not be seen. */
  unknown(missing: MissingVariable): void;
  /** The first entries of a list that a tenant may have made endless; what is left out is a gap. */
  limit<T>(part: ViewPart, what: string, list: readonly T[]): T[];
  list(): ConfigurationView["gaps"];
};

const mostEntries = 500;
const mostGaps = 60;

export function collectGaps(): Gaps {
  const found = new Map<string, ConfigurationView["gaps"][number]>();
  const add = (part: ViewPart, reason: string) => void found.set(`${part} ${reason}`, { part, reason });
  return {
    add,
    unknown: (missing) => {
      const { setting } = missing;
      const reason = wordsOf(missing);
      // Any number of them weighs as much as the whole.
      if (found.size >= mostGaps) add("configuration", "More settings come from variables that are not set.");
      else found.set(`setting ${setting}`, { part: "configuration", reason, setting });
    },
    limit: (part, what, list) => {
      if (list.length > mostEntries) add(part, `There are more than ${mostEntries} ${what}.`);
      return list.slice(0, mostEntries);
    },
    list: () => {
      const all = [...found.values()];
      // Of what is too much to tell, no part and no single setting is left out.
      const settings = all.filter(({ setting }) => setting !== undefined);
      const wholes = all.filter(({ setting }) => setting === undefined);
      const leading = new Map(wholes.toReversed().map((gap) => [gap.part, gap]));
      return [...new Set([...leading.values(), ...settings, ...wholes])].slice(0, 100);
    },
  };
}
