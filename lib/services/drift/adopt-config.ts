import { z } from "zod";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { changeOnHost } from "#lib/services/host-change/change-on-host.ts";
import { lockIdle } from "#lib/services/host-change/lock-idle.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
import { adoptionChange } from "./adoption-change.ts";
import type { AdoptedDto } from "./drift-dto.ts";

export const adoptConfigInput = z.strictObject({
  slug: slugReference,
  /** Names the edited file that was on screen. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AdoptConfigInput = z.input<typeof adoptConfigInput>;

/** OpenClaw checks the file first, which takes a few seconds. */
const timeoutMs = 75_000;

/**
 * Accepts a configuration that was edited by hand as what it should be.
 *
 * @throws ServiceError CONFLICT while an operation is unfinished, AGENT_REFUSED when the host can't accept the file
 */
export async function adoptConfig(actor: Actor, input: AdoptConfigInput): Promise<AdoptedDto> {
  authorize(actor, "config.adopt");
  const { slug, hash } = parseInput(adoptConfigInput, input);
  const { result } = await changeOnHost(adoptionChange, actor, slug, {
    label: "the adoption of the edited configuration",
    timeoutMs,
    lock: lockIdle,
    plan: async () => ({ hash }),
    async call({ agent, slug: name, changeId }) {
      const { paths } = await agent.call("config.adopt", { slug: name, changeId, hash }, { timeoutMs });
      return { facts: { paths }, answer: null };
    },
  });
  return result;
}
