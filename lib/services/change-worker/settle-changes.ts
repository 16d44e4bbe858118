import { z } from "zod";
import { db } from "#lib/db/db.ts";
import type { Logger } from "#lib/log/logger.ts";
import { channelChange } from "#lib/services/credential/channel-change.ts";
import { modelChange } from "#lib/services/credential/model-change.ts";
import { revocationChange } from "#lib/services/credential/revocation-change.ts";
import { rotationChange } from "#lib/services/credential/rotation-change.ts";
import { tokenChange } from "#lib/services/credential/token-change.ts";
import { adoptionChange } from "#lib/services/drift/adoption-change.ts";
import { type HostChangeKind, hostChangeKinds } from "#lib/services/host-change/host-change-record.ts";
import { type LeftChange, type SettleChange, settling } from "#lib/services/host-change/settle-change.ts";

const settle: Record<HostChangeKind, SettleChange> = {
  "save-channel": settling(channelChange),
  "save-model": settling(modelChange),
  "rotate-credential": settling(rotationChange),
  "revoke-identity": settling(revocationChange),
  "rotate-gateway-token": settling(tokenChange),
  "adopt-config": settling(adoptionChange),
};

/** Finds out what came of every change whose answer was lost, or whose process died, as far as hosts can be asked. */
export async function settleChanges(log: Logger): Promise<void> {
  const left = await db.hostChange.findMany({
    where: { freshUntil: { lte: new Date() } },
    include: { tenant: { select: { slug: true, hostId: true } } },
  });
  await Promise.all(left.map((change) => settleOne(change, log)));
}

async function settleOne(change: LeftChange, log: Logger): Promise<void> {
  const { id, label, problem, tenant } = change;
  try {
    const kind = z.enum(hostChangeKinds).parse(change.kind);
    if (await settle[kind](change)) log.info({ changeId: id, kind, slug: tenant.slug }, "change.settle");
    else await keepProblem(id, problem, "It is written down once the operation that is under way has ended.");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason !== problem) log.warn({ err: error, changeId: id, label }, "a change can't be settled yet");
    await keepProblem(id, problem, reason);
  }
}

async function keepProblem(id: string, before: string | null, problem: string): Promise<void> {
  if (problem !== before) await db.hostChange.updateMany({ where: { id }, data: { problem } });
}
