import { randomUUID } from "node:crypto";
import { z } from "zod";
import { isObject } from "#agent/system/json-value.ts";
import type { Random } from "./random.ts";

/** What a field gets by its name, where a schema alone doesn't make it meaningful. */
export type Hints = Readonly<Record<string, (random: Random) => unknown>>;

/** A request that a schema of the contract accepts, or nearly: what a pattern demands beyond the hints is guessed. */
export function validValue(schema: z.ZodType, hints: Hints, random: Random): unknown {
  const document = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return build(document, "", hints, random);
}

function build(schema: unknown, name: string, hints: Hints, random: Random): unknown {
  const hint = Object.hasOwn(hints, name) ? hints[name] : undefined;
  if (hint !== undefined) return hint(random);
  if (!isObject(schema)) return null;
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices) && choices.length > 0) {
    return build(choices[random.below(choices.length)], name, hints, random);
  }
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[random.below(schema.enum.length)];
  switch (schema.type) {
    case "object":
      return buildObject(schema, hints, random);
    case "array":
      return Array.from({ length: 1 + random.below(2) }, () => build(schema.items, name, hints, random));
    case "boolean":
      return random.chance(0.5);
    case "integer":
    case "number":
      return Number(schema.minimum ?? 0) + random.below(10);
    case "string":
      return schema.format === "uuid" ? randomUUID() : `text${random.below(1000)}`;
    default:
      return null;
  }
}

function buildObject(schema: Readonly<Record<string, unknown>>, hints: Hints, random: Random): unknown {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  return Object.fromEntries(
    properties
      .filter(([key]) => required.includes(key) || random.chance(0.5))
      .map(([key, inner]) => [key, build(inner, key, hints, random)]),
  );
}
