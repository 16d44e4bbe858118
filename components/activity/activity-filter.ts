import { z } from "zod";
import { queryString } from "#components/answers/fetch-json.ts";

export const activityThings = [
  { value: "", label: "Everything" },
  { value: "gateway", label: "Gateways" },
  { value: "tenant", label: "Tenants" },
  { value: "client", label: "Clients" },
  { value: "host", label: "Hosts and checks" },
  { value: "audit", label: "Audits" },
  { value: "report", label: "Reports" },
  { value: "user", label: "People" },
  { value: "session", label: "Sessions" },
] as const;

const filterSchema = z.object({
  action: z
    .string()
    .regex(/^[a-z-]+(\.[a-z-]+)?$/)
    .or(z.literal(""))
    .catch(""),
  actorId: z.uuid().or(z.literal("")).catch(""),
});
export type ActivityFilter = z.output<typeof filterSchema>;

export function parseActivityFilter(parameters: Readonly<Record<string, unknown>>): ActivityFilter {
  return filterSchema.parse(parameters);
}

export function formatActivityFilter(filter: ActivityFilter): string {
  return queryString(filter);
}

/** The filter without what isn't set. */
export function activityQuery({ action, actorId }: ActivityFilter): { action?: string; actorId?: string } {
  return { ...(action && { action }), ...(actorId && { actorId }) };
}
