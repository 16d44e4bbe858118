/**
 * Aborts as soon as one of them does. AbortSignal.any alone follows its sources
 * only while somebody listens to it (nodejs/node#62367): one that is merely
 * asked now and then never learns of a source that aborted and went.
 */
export function anySignal(signals: readonly AbortSignal[]): AbortSignal {
  const any = AbortSignal.any([...signals]);
  any.addEventListener("abort", () => undefined, { once: true });
  return any;
}
