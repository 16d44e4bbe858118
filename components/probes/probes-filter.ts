import { z } from "zod";
import { queryString } from "#components/answers/fetch-json.ts";
import { probeFamilies } from "#lib/domain/probe/record/probe-family.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";

const slug = z
  .union([slugSchema, z.literal("")])
  .transform(String)
  .catch("");

const filterSchema = z.object({
  /** Whose tenants are shown. Left out: the host of the pair that is open, or one that can be heard. */
  host: z.uuid().or(z.literal("")).catch(""),
  /** Look at the attempts of this family alone. */
  family: z.enum(["", ...probeFamilies]).catch(""),
  /** Which pairs are shown. */
  show: z.enum(["", "failed", "accepted", "changed"]).catch(""),
  /** The pair that is open. */
  from: slug,
  to: slug,
});

/** What the map shows, and the pair that is open; all of it stands in the address. */
export type ProbesFilter = z.output<typeof filterSchema>;

export function readProbesFilter(parameters: Readonly<Record<string, unknown>>): ProbesFilter {
  return filterSchema.parse(parameters);
}

export function formatProbesFilter({ host, family, show, from, to }: ProbesFilter): string {
  return queryString({ host, family, show, from, to });
}

/** The part that decides what is read. */
export function probeMapQuery({ host, family }: Pick<ProbesFilter, "host" | "family">): string {
  return queryString({ hostId: host, family });
}
