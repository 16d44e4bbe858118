import { randomBytes } from "node:crypto";
import { hashOf } from "#agent/config-file/config-store.ts";
import { diffConfig } from "#agent/config-file/diff-config.ts";
import { parseConfig } from "#agent/config-file/read-config.ts";
import {
  configOwnership,
  readTenantConfig,
  stageConfig,
  writeTenantConfig,
} from "#agent/drift/tenant-config-file.ts";
import { validateConfig } from "#agent/drift/validate-config.ts";
import { waitUntilApplied } from "#agent/gateway/wait-until-applied.ts";
import { isGatewayRunning } from "#agent/hardening/observe-hardening.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { done, unchanged } from "#agent/steps/run-step.ts";
import { fingerprint } from "#agent/system/fingerprint.ts";
import { at, type JsonObject, textAt } from "#agent/system/json-value.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import { changedSince, type FixParts, lookAtOwnConfig } from "./fix-parts.ts";

/**
 * Another hooks token in the place of one that was found to be somebody else's,
 * too. Only where it stands in the configuration file itself: OpenClaw takes no
 * reference there. Everything else of the file stays as it is. Which file that
 * is comes from the slug, never from what a process says that it reads.
 *
 * @returns true when the running Gateway has not taken it
 */
export async function renewHooksToken(parts: FixParts): Promise<boolean> {
  const { context, tenant, step, signal } = parts;
  const { layout } = tenant;
  await lookAtOwnConfig(parts);
  const isWritten = await step("hooks-token", "Give the hooks a token of this tenant's own", async () => {
    const { text, config, hash } = await readMain(parts, layout);
    const token = textAt(config, "hooks", "token");
    if (token === null) throw notInFile(layout);
    if (!parts.subjects.includes(fingerprint(context.fingerprintKey, token.trim()))) {
      return unchanged(false, "It is another token already than the one that was found.");
    }
    const renewed = await withToken(parts, text, config, token, randomBytes(32).toString("base64url"));
    await replace(parts, layout, renewed, hash);
    return done(
      true,
      `The new token stands at hooks.token in ${layout.configFile}. Enter it in the programs that call.`,
    );
  });
  return step("apply", "Let the Gateway take it", async () => {
    if (!isGatewayRunning(context, tenant)) {
      return unchanged(false, "The Gateway is stopped; it takes it when it starts.");
    }
    const taken = await waitUntilApplied(context, tenant, signal);
    return taken === null
      ? done(true, "The running Gateway has not taken it. It needs a restart.")
      : isWritten
        ? done(false, "It took it.")
        : unchanged(false, "It has it already.");
  });
}

type Reading = Pick<FixParts, "context" | "tenant">;

async function readMain({ context, tenant }: Reading, layout: TenantLayout) {
  const bytes = await readTenantConfig(layout, context.uid);
  if (bytes === null) throw changedSince(`The configuration ${layout.configFile} can't be read.`);
  const text = bytes.toString("utf8");
  const parsed = await parseConfig(context, tenant, text, layout.configFile);
  if (!("config" in parsed)) throw changedSince(parsed.reason);
  return { text, config: parsed.config, hash: hashOf(bytes) };
}

/** Replaces the text of the token alone, so that comments stay; where that would touch more, writes the file anew. */
async function withToken(
  { context, tenant }: Reading,
  text: string,
  config: JsonObject,
  old: string,
  token: string,
): Promise<string> {
  const replaced = text.replaceAll(`"${old}"`, `"${token}"`).replaceAll(`'${old}'`, `'${token}'`);
  const parsed = await parseConfig(context, tenant, replaced);
  const changes = "config" in parsed ? diffConfig(config, parsed.config) : [];
  const isExact = changes.length === 1 && changes[0]?.path.join(".") === "hooks.token";
  if (isExact) return replaced;
  const hooks = { ...(at(config, "hooks") as JsonObject), token };
  return `${JSON.stringify({ ...config, hooks }, null, 2)}\n`;
}

async function replace(
  { context, tenant }: FixParts,
  layout: TenantLayout,
  content: string,
  seenHash: string,
): Promise<void> {
  const ownership = configOwnership(context, tenant);
  const staged = await stageConfig(layout, content, ownership);
  try {
    await validateConfig(context, tenant, staged.file);
  } finally {
    await staged.discard();
  }
  const { hash } = await readMain({ context, tenant }, layout);
  if (hash !== seenHash) throw changedSince("The configuration was edited meanwhile.");
  await writeTenantConfig(layout, content, ownership);
}

function notInFile({ configFile }: TenantLayout): AgentFailure {
  return new AgentFailure(
    "CONFIG_REFUSED",
    `hooks.token doesn't stand in ${configFile} itself, so nothing was changed.`,
    "Set another value in the included file or variable that it comes from, restart the Gateway, then check the host again.",
  );
}
