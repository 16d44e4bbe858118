"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import * as reports from "#lib/services/report/index.ts";
import { runAction } from "./action-result.ts";

export async function createReport(input: Parameters<typeof reports.createReport>[1]) {
  return runAction(async () => reports.createReport(await requireActor(), input));
}
