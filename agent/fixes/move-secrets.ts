import { listConfigSecrets } from "#agent/config-file/config-secrets.ts";
import { ownReferences } from "#agent/evidence/configuration/view-edits.ts";
import { reloadSecrets } from "#agent/gateway/reload-secrets.ts";
import { secretPath, secretPointer } from "#agent/secrets-store/secret-reference.ts";
import { readSecrets, secretAt, withSecret, writeSecrets } from "#agent/secrets-store/secrets-file.ts";
import { traceOf } from "#agent/secrets-store/trace.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { done, unchanged } from "#agent/steps/run-step.ts";
import type { StoredSecret } from "#lib/host-agent/contract/secrets.ts";
import { changedSince, type FixParts, lookAtOwnConfig } from "./fix-parts.ts";

type Move = { readonly setting: string; readonly path: readonly string[]; readonly value: string };

/**
 * Puts secrets that stand in the configuration into the tenant's secrets file,
 * where the dashboard's own configuration reads them. The configuration is left
 * to `configure`, which then writes references in their place. A place that
 * holds another secret already is never written over.
 *
 * @throws AgentFailure CONFIG_REFUSED when the dashboard has another secret for a setting
 */
export async function moveSecrets(parts: FixParts): Promise<StoredSecret[]> {
  const { context, tenant, step } = parts;
  const moves = await step("look", "Look at the secrets in the configuration", async () => {
    const found = await listMoves(parts);
    return found.length === 0
      ? unchanged(found, "None of them stands in the configuration any more.")
      : done(found, `${found.map(({ setting }) => setting).join(", ")}.`);
  });
  await step("move", "Move them to the tenant's secrets file", async () => {
    const before = await readSecrets(context, tenant);
    const taken = moves.find(({ path, value }) => ![null, value].includes(secretAt(before, path)));
    if (taken !== undefined) throw occupied(taken);
    const after = moves.reduce((document, { path, value }) => withSecret(document, path, value), before);
    const isMoved = moves.some(({ path }) => secretAt(before, path) === null);
    if (!isMoved) return unchanged(undefined);
    await writeSecrets(tenant, after);
    await reloadSecrets(context, tenant);
    return done(undefined, "The configuration is written with references next.");
  });
  return moves.map(({ path, value }) => ({ name: secretPointer(path), ...traceOf(context, value) }));
}

async function listMoves(parts: FixParts): Promise<Move[]> {
  const view = await lookAtOwnConfig(parts);
  if (!view.config.isReadable) throw changedSince(view.config.reason);
  const references = ownReferences(view);
  return listConfigSecrets(view.config.written).flatMap(({ setting, source }) => {
    const pointer = references.get(setting);
    if (source.kind !== "plain" || pointer === undefined || !parts.subjects.includes(setting)) return [];
    return [{ setting, path: secretPath(pointer), value: source.value.trim() }];
  });
}

function occupied({ setting }: Move): AgentFailure {
  return new AgentFailure(
    "CONFIG_REFUSED",
    `The dashboard has another secret for ${setting} than the configuration. Which one is right can't be told, so nothing was changed.`,
    "If the dashboard's is right, restore what was written on the Drift tab. If the configuration's is right, enter it under Credentials first.",
  );
}
