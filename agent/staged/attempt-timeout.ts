/** Longest that one attempt over the network may take. */
export const attemptTimeoutMs = 2000;
