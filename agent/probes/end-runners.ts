import type { Participant } from "./participant.ts";

const cleanLimitMs = 8_000;

/** Lets every runner take away what it planted, and ends it whether it did or not. */
export async function endRunners(participants: readonly Participant[]): Promise<void> {
  await Promise.all(
    participants.map(async ({ session, problem }) => {
      if (session === null) return;
      if (problem === null) {
        const limit = new Promise<void>((resolve) => {
          setTimeout(resolve, cleanLimitMs).unref();
        });
        await Promise.race([session.clean().catch(() => undefined), limit]);
      }
      session.kill();
    }),
  );
}
