import { randomBytes } from "node:crypto";
import { renewAgentToken, writeSecretFile } from "#lib/launcher/files/secret-files.ts";
import { askOwner, describeSignIn } from "#lib/launcher/owner/ask-owner.ts";
import { bringUpDatabase } from "#lib/launcher/prepare/bring-up-database.ts";
import { prepareInstallation } from "#lib/launcher/prepare/prepare-installation.ts";
import { preparePrograms } from "#lib/launcher/prepare/prepare-programs.ts";
import {
  agentEnvironment,
  buildEnvironment,
  webEnvironment,
} from "#lib/launcher/settings/child-environments.ts";
import { rememberedVariables, writeServiceRecord } from "#lib/launcher/settings/service-record.ts";
import type { Here } from "#lib/launcher/settings/settings-here.ts";
import { say, step } from "#lib/launcher/terminal/progress.ts";
import { completeWalls } from "#lib/launcher/walls/complete-walls.ts";
import { describeWalls } from "#lib/launcher/walls/describe-walls.ts";
import { removeOtherBuilds } from "#lib/launcher/web/stage-web.ts";
import { describeService } from "./describe-service.ts";
import { makePlan } from "./make-plan.ts";
import { requireOwnPort } from "./require-own-port.ts";
import { requireOwnPrograms, requirePlainPath } from "./require-own-programs.ts";
import { requireSystemd } from "./require-systemd.ts";
import { serviceEnvironments } from "./service-environments.ts";
import { startUnit } from "./start-unit.ts";
import { environmentFile, unitName } from "./units/service-plan.ts";
import { untilUp } from "./until-up.ts";
import { withInstallation } from "./with-installation.ts";
import { makeServiceDirectory, writeUnits } from "./write-units.ts";

export type InstallOptions = {
  /** The clone. */
  readonly root: string;
  /** The packages that the walls need may be installed without asking. */
  readonly mayInstall: boolean;
  /** Ends what can be ended without leaving something half done. */
  readonly signal: AbortSignal;
};

/**
 * Makes an installation a service of this host, or brings one that is up to this version and these
 * settings; safe to repeat. What runs is left alone until all that takes long is done.
 */
export async function installService(here: Here, options: InstallOptions): Promise<void> {
  requireSystemd();
  const { paths } = here.settings;
  requirePlainPath("Bulkhead's clone", options.root);
  requirePlainPath("The installation", paths.home);
  requirePlainPath("Node", process.execPath);
  await requireOwnPrograms([options.root, process.execPath]);
  await withInstallation(paths, () => install(here, options));
}

async function install(here: Here, { root, mayInstall, signal }: InstallOptions): Promise<void> {
  const { settings, variables } = here;
  const { paths } = settings;
  const plan = await makePlan(root, settings);
  await requireOwnPort(here, unitName(plan, "web"));
  await completeWalls(settings, mayInstall, signal);
  const users = await prepareInstallation(settings);
  if (users === null) throw new Error("Only root installs a service.");
  const agentEnv = agentEnvironment(settings, users.web.uid, variables);
  await preparePrograms({ root, paths, buildEnv: buildEnvironment(variables), agentEnv, signal });

  const webPassword = here.service?.webPassword ?? randomBytes(24).toString("base64url");
  await makeServiceDirectory(paths);
  await writeServiceRecord(paths, {
    prefix: plan.prefix,
    variables: rememberedVariables(variables),
    webPassword,
  });
  const changed = await writeUnits(plan);
  const databaseUrl = await bringUpDatabase({
    root,
    settings,
    users,
    // Restarted for a reason only: everybody else would have to connect again.
    startServer: () => startUnit(plan, "database", changed.includes("database") ? "restart" : "start"),
    webPassword,
  });
  await renewAgentToken(paths, users.web);
  const environments = serviceEnvironments(settings, databaseUrl, agentEnv, variables);
  for (const [role, text] of environments) await writeSecretFile(environmentFile(plan, role), text, null);
  const owner = await step("Starting the service", async () => {
    for (const [role] of environments) await startUnit(plan, role, "restart");
    await untilUp(plan, settings);
    return askOwner("first", webEnvironment(settings, databaseUrl, variables));
  });
  await removeOtherBuilds(paths, plan.web);
  for (const line of await describeWalls(paths)) say(line);
  if (owner) say(describeSignIn(owner));
  say(describeService(plan, settings));
}
