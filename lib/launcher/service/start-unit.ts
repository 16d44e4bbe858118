import { systemctl } from "./systemctl.ts";
import { type ServicePlan, type ServiceRole, unitName } from "./units/service-plan.ts";
import { notUp } from "./until-up.ts";

/** Has a unit started; throws a LaunchError that shows what it said when it doesn't start. */
export async function startUnit(
  plan: Pick<ServicePlan, "prefix">,
  role: ServiceRole,
  verb: "start" | "restart",
): Promise<void> {
  const unit = unitName(plan, role);
  try {
    await systemctl(verb, unit);
  } catch {
    throw await notUp(plan, role, "it ended while it was being started");
  }
}
