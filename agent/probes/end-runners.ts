import type { Participant } from "./participant.ts";

const cleanLimitMs = 8_000;

/**
 * Lets every runner take away what it planted, and ends it whether it did or not.
 *
 * @returns those that did not say that they did
 */
export async function endRunners(participants: readonly Participant[]): Promise<Participant[]> {
  const ended = await Promise.all(
    participants.map(async (one) => {
      const { session, problem } = one;
      if (session === null) return [];
      if (problem !== null) {
        session.kill();
        return [one];
      }
      const limit = new Promise<boolean>((resolve) => {
        setTimeout(() => resolve(false), cleanLimitMs).unref();
      });
      const cleaned = session.clean().then(
        () => true,
        () => false,
      );
      const isClean = await Promise.race([cleaned, limit]);
      session.kill();
      return isClean ? [] : [one];
    }),
  );
  return ended.flat();
}
