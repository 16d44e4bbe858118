import { ServiceError } from "#lib/services/service-error.ts";

/** Thrown when work was not begun because too much of its kind waits already. */
export class TurnstileFull extends ServiceError {
  /** When it is worth another try. */
  readonly waitSeconds = 2;

  constructor() {
    super("BUSY", "Too many ask for this at the same moment, so it was not begun.", {
      nextStep: "Wait a few seconds and try again.",
    });
  }
}

type Limits = {
  /** How much of the work goes on at the same time. */
  readonly atOnce: number;
  /** How much may wait for its turn; for work that goes first, as much again. */
  readonly waiting: number;
};

/**
 * Lets only so much work of one kind go on at once, whoever asks for it. What
 * waits is bounded too: more is refused at once, so that a crowd can neither
 * fill the memory nor hold up everything else. Work that goes first passes all
 * that doesn't, and a crowd of the other kind leaves it room. Our own, because
 * the libraries for this put what waits in order and never refuse it.
 */
export class Turnstile {
  readonly #limits: Limits;
  readonly #first: (() => void)[] = [];
  readonly #others: (() => void)[] = [];
  #running = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @throws TurnstileFull when too much waits */
  async run<Result>(work: () => Promise<Result>, { isFirst = false } = {}): Promise<Result> {
    await this.#enter(isFirst ? this.#first : this.#others);
    try {
      return await work();
    } finally {
      // The place is handed over, so that nobody who comes in between takes it.
      const next = this.#first.shift() ?? this.#others.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #enter(queue: (() => void)[]): Promise<void> {
    if (this.#running < this.#limits.atOnce) {
      this.#running += 1;
      return;
    }
    if (queue.length >= this.#limits.waiting) throw new TurnstileFull();
    await new Promise<void>((resolve) => queue.push(resolve));
  }
}
