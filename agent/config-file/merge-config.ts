import { isObject } from "#agent/system/json-value.ts";

/** Names that OpenClaw leaves out where it puts two objects together. */
const leftOut: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);

/**
 * Puts a later part of a configuration over an earlier one as OpenClaw does for
 * `$include`: objects are merged, lists follow each other, and of anything else
 * the later one stays.
 */
export function mergeConfig(under: unknown, over: unknown): unknown {
  if (Array.isArray(under) && Array.isArray(over)) return [...under, ...over];
  if (!isObject(under) || !isObject(over)) return over;
  const merged = new Map(Object.entries(under).filter(([key]) => !leftOut.has(key)));
  for (const [key, value] of Object.entries(over)) {
    if (leftOut.has(key)) continue;
    merged.set(key, merged.has(key) ? mergeConfig(merged.get(key), value) : value);
  }
  return Object.fromEntries([...merged].map(([key, value]) => [key, cleaned(value)]));
}

function cleaned(value: unknown): unknown {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => !leftOut.has(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, cleaned(inner)]));
}
