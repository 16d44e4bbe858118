import { isObject, type JsonObject } from "#agent/system/json-value.ts";

/** A setting whose text names a variable that was not put in its place: it has no value, or one that must not be seen. */
export type MissingVariable = { readonly setting: string; readonly name: string; readonly isHidden: boolean };

export type Substituted =
  | { readonly problem: null; readonly config: JsonObject; readonly missing: readonly MissingVariable[] }
  | { readonly problem: string };

type Variables = Readonly<Record<string, string>>;

/** OpenClaw has no limit. What a tenant repeats could otherwise fill the agent's memory. */
const maxCharacters = 8 * 1024 * 1024;
const mostMissing = 1000;
const reference = /\$?\$\{([A-Z_][A-Z0-9_]*)\}/g;

/**
 * Puts variables in their places in every text of a configuration, as OpenClaw
 * does when it loads one: `${NAME}` anywhere in a text, in capital letters;
 * `$${NAME}` is the text `${NAME}`; what has no value, or an empty one, stays
 * as it stands. Keys are never substituted, and a value is not looked at again.
 *
 * @param isHidden true for a variable whose value a setting must not get
 */
export function substituteVariables(
  config: JsonObject,
  variables: Variables,
  isHidden: (name: string, setting: string) => boolean = () => false,
): Substituted {
  const missing: MissingVariable[] = [];
  let characters = 0;
  const visit = (value: unknown, keys: readonly string[]): unknown => {
    if (typeof value === "string") {
      if (!value.includes("$")) return value;
      const setting = keys.join(".");
      const isOut = (name: string) => isHidden(name, setting);
      const onMissing = (name: string) => {
        if (missing.length < mostMissing) missing.push({ setting, name, isHidden: isOut(name) });
      };
      const text = substitute(value, variables, maxCharacters - characters, onMissing, isOut);
      if (text === null) throw new TooLong();
      characters += text.length;
      return text;
    }
    if (Array.isArray(value)) return value.map((each, index) => visit(each, [...keys, String(index)]));
    if (!isObject(value)) return value;
    // OpenClaw loses a key of this name on the way.
    const entries = Object.entries(value).filter(([key]) => key !== "__proto__");
    return Object.fromEntries(entries.map(([key, inner]) => [key, visit(inner, [...keys, key])]));
  };
  try {
    const whole = visit(config, []);
    return { problem: null, config: isObject(whole) ? whole : {}, missing };
  } catch (error) {
    if (error instanceof TooLong) return { problem: "becomes too long with its variables" };
    throw error;
  }
}

class TooLong extends Error {}

/**
 * One text with its variables; null where it becomes longer than `maxLength` characters.
 *
 * @param onMissing told the name of each that is not put in its place
 * @param isHidden true for one whose value must not be seen there
 */
export function substitute(
  text: string,
  variables: Variables,
  maxLength: number,
  onMissing: (name: string) => void = () => {},
  isHidden: (name: string) => boolean = () => false,
): string | null {
  let length = text.length;
  const whole = text.replace(reference, (given, name: string) => {
    if (given.startsWith("$$")) return given.slice(1);
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined || value === "" || isHidden(name)) {
      onMissing(name);
      return given;
    }
    length += value.length - given.length;
    return length > maxLength ? "" : value;
  });
  return length > maxLength ? null : whole;
}

/** Names of the variables that a text refers to; none for what is escaped. */
export function variablesOf(text: string): string[] {
  return [...text.matchAll(reference)].flatMap(([whole, name]) =>
    whole.startsWith("$$") || name === undefined ? [] : [name],
  );
}
