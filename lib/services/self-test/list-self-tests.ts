import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import type { SelfTestDto } from "./self-test-dto.ts";
import { toSelfTestDto } from "./self-test-row.ts";

export const listSelfTestsInput = z.object({ hostId: z.uuid().optional() });
export type ListSelfTestsInput = z.input<typeof listSelfTestsInput>;

/** The last self-tests, newest first. */
export async function listSelfTests(actor: Actor, input: ListSelfTestsInput): Promise<SelfTestDto[]> {
  authorize(actor, "host.read");
  const { hostId } = parseInput(listSelfTestsInput, input);
  const rows = await db.selfTest.findMany({
    where: { ...(hostId !== undefined && { hostId }) },
    orderBy: { seq: "desc" },
    take: 10,
  });
  return rows.map(toSelfTestDto);
}
