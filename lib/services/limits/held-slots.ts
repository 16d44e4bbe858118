import { type Actor, requirePerson } from "#lib/services/actor.ts";
import { ServiceError } from "#lib/services/service-error.ts";

type Kind = {
  /** What is held, in words: "log streams". */
  readonly name: string;
  /** How many of it one person may hold at once. */
  readonly most: number;
  /** How to get one back. */
  readonly nextStep: string;
};

/**
 * Counts what people hold open, in this process: whatever is held lives and
 * dies with it, so a count that outlived it would be wrong.
 */
export class HeldSlots {
  readonly #kind: Kind;
  readonly #held = new Map<string, number>();

  constructor(kind: Kind) {
    this.#kind = kind;
  }

  /** Holds one while something goes on. */
  async with<Result>(actor: Actor, work: () => Promise<Result>): Promise<Result> {
    const release = this.take(actor);
    try {
      return await work();
    } finally {
      release();
    }
  }

  /**
   * Takes one for a person. What it answers with gives it back, once, however often it is called.
   *
   * @throws ServiceError RATE_LIMITED when they hold as many as they may
   */
  take(actor: Actor): () => void {
    const { userId } = requirePerson(actor);
    const { name, most, nextStep } = this.#kind;
    const held = this.#held.get(userId) ?? 0;
    if (held >= most) {
      throw new ServiceError(
        "RATE_LIMITED",
        `You have ${most} ${name} under way, which is the most at once.`,
        {
          nextStep,
        },
      );
    }
    this.#held.set(userId, held + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (this.#held.get(userId) ?? 1) - 1;
      if (left === 0) this.#held.delete(userId);
      else this.#held.set(userId, left);
    };
  }
}
