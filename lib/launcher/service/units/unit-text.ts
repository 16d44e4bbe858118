import { agentUnit } from "./agent-unit.ts";
import { databaseUnit } from "./database-unit.ts";
import type { ServicePlan, ServiceRole } from "./service-plan.ts";
import { webUnit, workerUnit } from "./web-units.ts";

const texts: Readonly<Record<ServiceRole, (plan: ServicePlan) => string>> = {
  database: databaseUnit,
  agent: agentUnit,
  worker: workerUnit,
  web: webUnit,
};

/** The text of a role's unit. Secrets and settings are in its environment file, and neither here nor on a command line. */
export function unitText(plan: ServicePlan, role: ServiceRole): string {
  return texts[role](plan);
}
