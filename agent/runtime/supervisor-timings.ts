/** Every duration and limit of supervision, in one place. Tests pass shorter ones. */
export type SupervisorTimings = {
  /** Between two looks at the host. */
  readonly observeEveryMs: number;
  /** Between two looks at a Gateway that is starting or stopping. */
  readonly pollMs: number;
  /** One HTTP question to a Gateway. */
  readonly requestTimeoutMs: number;
  /** From the spawn to `/startupz`; after that it is stopped again. */
  readonly startLimitMs: number;
  /** After asking a Gateway to stop: killed from here on if `/healthz` no longer answers. */
  readonly stopGraceMs: number;
  /** Killed from here on even if it still answers. OpenClaw alone would take up to 325 s. */
  readonly stopLimitMs: number;
  /** After SIGKILL, how long the kernel may take to remove the processes. */
  readonly killLimitMs: number;
  readonly backoffFirstMs: number;
  readonly backoffLongestMs: number;
  /** Running this long forgets earlier deaths. */
  readonly healthyAfterMs: number;
  /** This many deaths within `deathWindowMs` and it is no longer started by itself. */
  readonly deathLimit: number;
  readonly deathWindowMs: number;
  /** Starts at once on this host: each takes a whole core for 10 to 20 s. */
  readonly startsAtOnce: number;
  readonly outputLimitBytes: number;
};

export const defaultTimings: SupervisorTimings = {
  observeEveryMs: 2_000,
  pollMs: 250,
  requestTimeoutMs: 1_000,
  startLimitMs: 120_000,
  stopGraceMs: 25_000,
  stopLimitMs: 60_000,
  killLimitMs: 10_000,
  backoffFirstMs: 1_000,
  backoffLongestMs: 60_000,
  healthyAfterMs: 5 * 60_000,
  deathLimit: 6,
  deathWindowMs: 10 * 60_000,
  startsAtOnce: 1,
  outputLimitBytes: 10 * 1024 * 1024,
};
