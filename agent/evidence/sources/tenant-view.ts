import { realpath } from "node:fs/promises";
import path from "node:path";
import { boundaryOf } from "#agent/boundary/boundary.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { rebaseInto } from "#agent/files/real-place.ts";
import type { Surroundings } from "#agent/files/resolve-user-path.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type AuthProfiles, readAuthProfiles } from "./auth-profiles.ts";
import { type EffectiveConfig, readEffectiveConfig } from "./effective-config.ts";
import type { HostSnapshot } from "./host-snapshot.ts";
import { findRunningGateway, type RunningGateway } from "./running-gateway.ts";

/** Everything that the items of one tenant are observed from. */
export type TenantView = {
  readonly context: AgentContext;
  readonly host: HostSnapshot;
  readonly record: TenantRecord;
  readonly layout: TenantLayout;
  /** Real path of the tenant's tree. */
  readonly root: string;
  readonly gateway: RunningGateway | null;
  /** The running process's environment, or the one it would be started with, with what OpenClaw adds to it. */
  readonly surroundings: Surroundings;
  /** Why it is not known what dotenv files add to it; null when it is. */
  readonly unknownVariables: string | null;
  readonly stateDirectory: string;
  readonly configFile: string;
  readonly config: EffectiveConfig;
  readonly database: AuthProfiles;
  readonly at: Date;
  /** Aborts when the time for this tenant is over: what is still looked at then is no longer wanted. */
  readonly isOver: AbortSignal;
};

const never = new AbortController().signal;

/** @returns null when the tenant's tree is not there */
export async function viewTenant(
  context: AgentContext,
  record: TenantRecord,
  host: HostSnapshot,
  isOver: AbortSignal = never,
): Promise<TenantView | null> {
  const { layout } = record;
  const root = await realpath(layout.tree).catch(() => null);
  if (root === null) return null;
  const gateway = await findRunningGateway(record, context.bootId, host);
  const start = boundaryOf(context, record).exec.openclaw([]);
  const processEnv = gateway?.environ ?? start.env;
  const workingDirectory = gateway?.workingDirectory ?? start.cwd;
  const rebase = (file: string) => rebaseInto(root, layout.tree, path.resolve(workingDirectory, file));
  const stateDirectory = rebase(processEnv.OPENCLAW_STATE_DIR || layout.state);
  const configFile = rebase(processEnv.OPENCLAW_CONFIG_PATH || path.join(stateDirectory, "openclaw.json"));
  const runningSince = gateway?.startedAt ?? null;
  const places = { root, configFile, stateDirectory, workingDirectory, runningSince };
  const [{ config, variables, unknownVariables }, database] = await Promise.all([
    readEffectiveConfig(context, record, processEnv, places),
    readAuthProfiles(context, record, root, stateDirectory),
  ]);
  return {
    context,
    host,
    record,
    layout,
    root,
    gateway,
    surroundings: { env: variables, workingDirectory },
    unknownVariables,
    stateDirectory,
    configFile,
    config,
    database,
    at: context.now(),
    isOver,
  };
}
