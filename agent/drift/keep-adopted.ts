import { type ConfigChange, isSame } from "#agent/config-file/diff-config.ts";
import { at, isObject, type JsonObject } from "#agent/system/json-value.ts";

export type KeptAdopted = {
  readonly config: JsonObject;
  readonly kept: readonly ConfigChange[];
  /** Adopted settings that what is asked for now contradicts; they are given up. */
  readonly overruled: readonly ConfigChange[];
};

/**
 * Puts settings that were adopted into a configuration that was composed
 * afresh. An adopted setting holds as long as the dashboard asks for the same
 * as when it was adopted; where it asks for something else, it wins.
 */
export function keepAdopted(composed: JsonObject, adopted: readonly ConfigChange[]): KeptAdopted {
  let config = composed;
  const kept: ConfigChange[] = [];
  const overruled: ConfigChange[] = [];
  for (const change of adopted) {
    const asked = at(composed, ...change.path);
    // The dashboard asks for it by itself now: nothing is left to keep.
    if (isSame(asked, change.is)) continue;
    if (isSame(asked, change.was) && canHold(config, change.path)) {
      config = put(config, change.path, change.is);
      kept.push(change);
    } else {
      overruled.push(change);
    }
  }
  return { config, kept, overruled };
}

/** False where something on the way is not an object, so that nothing could be put below it. */
function canHold(config: JsonObject, path: readonly string[]): boolean {
  return path.slice(0, -1).every((_, index) => {
    const step = at(config, ...path.slice(0, index + 1));
    return step === undefined || isObject(step);
  });
}

function put(config: JsonObject, path: readonly string[], value: unknown): JsonObject {
  const [key = "", ...rest] = path;
  const inside = at(config, key);
  const next = rest.length === 0 ? value : put(isObject(inside) ? inside : {}, rest, value);
  const others = Object.entries(config);
  if (next === undefined) return Object.fromEntries(others.filter(([other]) => other !== key));
  if (Object.hasOwn(config, key)) {
    return Object.fromEntries(others.map(([other, old]) => [other, other === key ? next : old]));
  }
  return Object.fromEntries([...others, [key, next]]);
}
