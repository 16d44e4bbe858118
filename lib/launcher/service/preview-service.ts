import { agentEnvironment } from "#lib/launcher/settings/child-environments.ts";
import type { Here } from "#lib/launcher/settings/settings-here.ts";
import { say } from "#lib/launcher/terminal/progress.ts";
import { makePlan } from "./make-plan.ts";
import { serviceEnvironments } from "./service-environments.ts";
import { environmentFile, rolesOf } from "./units/service-plan.ts";
import { unitText } from "./units/unit-text.ts";
import { unitFile } from "./write-units.ts";

/** Prints what an installation of the service would write, and writes nothing. Of the environments it prints the names: values may be secrets. */
export async function previewService({ settings, variables }: Here, root: string): Promise<void> {
  const plan = await makePlan(root, settings);
  for (const role of rolesOf(plan)) say(`── ${unitFile(plan, role)}\n${unitText(plan, role)}`);
  const agentEnv = agentEnvironment(settings, 0, variables);
  for (const [role, text] of serviceEnvironments(settings, "", agentEnv, variables)) {
    const names = text.split("\n").flatMap((line) => line.match(/^\w+(?==)/) ?? []);
    say(`── ${environmentFile(plan, role)} (0600, root's)\n${names.join(", ")}\n`);
  }
  say("Nothing was written. `npm run install-service` writes this, and starts it now and at every boot.");
}
