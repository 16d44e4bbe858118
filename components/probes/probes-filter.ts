import { z } from "zod";
import { queryString } from "#components/shell/fetch-json.ts";
import { probeFamilies } from "#lib/domain/probe/probe.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";

const slug = z
  .union([slugSchema, z.literal("")])
  .transform(String)
  .catch("");

const filterSchema = z.object({
  /** Whose tenants are shown; the first host's when left out. */
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
export function probeMapQuery({ host, family }: ProbesFilter): string {
  return queryString({ hostId: host, family });
}
