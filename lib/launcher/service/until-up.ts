import { readFile } from "node:fs/promises";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { createAgentClient } from "#lib/host-agent/client/agent-client.ts";
import { until } from "#lib/launcher/process/until.ts";
import type { Settings } from "#lib/launcher/settings/settings.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";
import { webAnswers } from "#lib/launcher/web/web-answers.ts";
import { lastLines, stateOf } from "./systemctl.ts";
import { rolesOf, type ServicePlan, type ServiceRole, unitName } from "./units/service-plan.ts";

const withinMs = 90_000;

/** Returns once agent and web answer and every unit is active; throws a LaunchError that shows what the one that isn't said last. */
export async function untilUp(plan: ServicePlan, settings: Settings): Promise<void> {
  const answering: [ServiceRole, () => Promise<boolean>][] = [
    ["agent", () => agentAnswers(plan.paths)],
    ["web", () => webAnswers(settings)],
  ];
  for (const [role, answers] of answering) {
    if (!(await until(answers, withinMs, 200))) throw await notUp(plan, role, "it doesn't answer");
  }
  for (const role of rolesOf(plan)) {
    const state = await stateOf(unitName(plan, role));
    if (state !== "active") throw await notUp(plan, role, `systemd says "${state}"`);
  }
}

async function agentAnswers({ agentToken, agentSocket }: InstallationPaths): Promise<boolean> {
  try {
    const token = (await readFile(agentToken, "utf8")).trim();
    await createAgentClient({ socketPath: agentSocket, token, installationId: null }).call("host.facts", {});
    return true;
  } catch {
    return false;
  }
}

/** @param reason what is wrong with it, for whoever installs */
export async function notUp(
  plan: Pick<ServicePlan, "prefix">,
  role: ServiceRole,
  reason: string,
): Promise<LaunchError> {
  const unit = unitName(plan, role);
  return new LaunchError(
    [`${unit} did not come up: ${reason}. What it said last:`, ...(await lastLines(unit))].join("\n"),
    `All of it: journalctl -u ${unit}. systemd goes on trying. Mend what it names, then run \`npm run install-service\` again.`,
  );
}
