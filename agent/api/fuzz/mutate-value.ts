import { isObject } from "#agent/system/json-value.ts";
import type { Random } from "./random.ts";

/** Stands for nesting so deep that it can only be written as text. */
export const deepMark = "@deep@";

const nasty: readonly [() => unknown, ...(() => unknown)[]] = [
  () => null,
  () => "",
  () => "\0",
  () => "acme\0",
  () => "\ud800",
  () => "../../etc/passwd",
  () => "/etc/passwd",
  () => "..",
  () => "%00",
  () => "$(touch /tmp/bulkhead-fuzz)",
  () => "; reboot",
  () => "--help",
  () => "a".repeat(30_000),
  () => "\u202e\u001b[2J",
  () => "constructor",
  () => "ünï-👋",
  () => -1,
  () => -0,
  () => 0.5,
  () => 1e308,
  () => Number.MAX_SAFE_INTEGER,
  () => 2 ** 31,
  () => 65_535,
  () => true,
  () => [],
  () => ({}),
  () => [[[[]]]],
  () => Array.from({ length: 2000 }, (_, index) => index),
  () => ["acme", "beta"],
  () => ({ toString: "x", constructor: { prototype: {} } }),
  () => deepMark,
  () => JSON.parse('{"__proto__":{"isAdmin":true}}'),
  () => "file:///etc/passwd",
  () => "http://169.254.169.254/",
  () => "{{7*7}}",
  () => "' OR 1=1 --",
];

/** The same value with something in it that nobody meant: at one place, or at a few. */
export function mutateValue(value: unknown, random: Random): unknown {
  let mutated = structuredClone(value);
  for (let count = 1 + random.below(3); count > 0; count -= 1) mutated = mutateOnce(mutated, random, 0);
  return mutated;
}

function mutateOnce(value: unknown, random: Random, depth: number): unknown {
  const isLeaf = depth > 6 || random.chance(0.15);
  if (isLeaf) return random.pick(nasty)();
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.2)) return [...value, random.pick(nasty)()];
    const at = random.below(value.length);
    return value.map((inner: unknown, index) =>
      index === at ? mutateOnce(inner, random, depth + 1) : inner,
    );
  }
  if (isObject(value)) return mutateObject(value, random, depth);
  return random.pick(nasty)();
}

function mutateObject(value: Readonly<Record<string, unknown>>, random: Random, depth: number): unknown {
  const entries = Object.entries(value);
  const at = random.below(entries.length);
  const [key = "x"] = entries[at] ?? [];
  const how = random.below(10);
  if (entries.length === 0 || how === 0) {
    return { ...value, [random.pick(["path", "command", "__proto__", "\0", "slug ", "constructor"])]: 1 };
  }
  if (how === 1) return Object.fromEntries(entries.filter(([name]) => name !== key));
  if (how === 2)
    return Object.fromEntries(entries.map(([name, inner]) => [name === key ? `${name}x` : name, inner]));
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, name === key ? mutateOnce(inner, random, depth + 1) : inner]),
  );
}
