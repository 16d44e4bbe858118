import type { z } from "zod";
import { db } from "#lib/db/db.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { findHost, hostChoice } from "#lib/services/host/find-host.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import type { HostCheckDto } from "./check-dto.ts";
import { enqueueHostCheck } from "./enqueue-host-check.ts";
import { toHostCheckDto } from "./host-check-row.ts";

export type RequestHostCheckInput = z.input<typeof hostChoice>;

/** Asks for a new pass of evidence over every tenant of a host; answers with the one that waits, if one does. */
export async function requestHostCheck(actor: Actor, input: RequestHostCheckInput): Promise<HostCheckDto> {
  authorize(actor, "host.check");
  const choice = parseInput(hostChoice, input);
  return db.$transaction(async (tx) => {
    const host = await findHost(tx, choice);
    const check = await enqueueHostCheck(tx, host.id, actor.kind === "user" ? actor.userId : null);
    await recordActivity(tx, actor, {
      action: "host.check",
      details: { host: host.name, checkId: check.id },
    });
    return toHostCheckDto(check);
  });
}
