import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { findHost } from "#lib/services/host/find-host.ts";
import { parseInput } from "#lib/services/parse-input.ts";

export const setProbesAfterChangeInput = z.strictObject({ hostId: z.uuid(), isOn: z.boolean() });
export type SetProbesAfterChangeInput = z.input<typeof setProbesAfterChangeInput>;

/** Whether a host's tenants are tried against each other by themselves after a change. */
export async function setProbesAfterChange(
  actor: Actor,
  input: SetProbesAfterChangeInput,
): Promise<{ readonly isOn: boolean }> {
  authorize(actor, "probe.run");
  const { hostId, isOn } = parseInput(setProbesAfterChangeInput, input);
  return db.$transaction(async (tx) => {
    const host = await findHost(tx, { hostId });
    const { count } = await tx.host.updateMany({
      where: { id: host.id, probesAfterChange: !isOn },
      data: { probesAfterChange: isOn },
    });
    if (count > 0) {
      await recordActivity(tx, actor, { action: "probe.automatic", details: { host: host.name, isOn } });
    }
    return { isOn };
  });
}
