/** Rows of one statement: few, so that whoever works with their table waits for none of it. */
const rowsAtOnce = 200;

/**
 * Deletes rows by their ids, a few at a time, each few in a transaction of its own.
 *
 * @param signal ends it between two batches; what is left is left for the next time
 * @returns how many were deleted
 */
export async function deleteInBatches(
  ids: readonly string[],
  signal: AbortSignal,
  deleteMany: (batch: string[]) => PromiseLike<{ readonly count: number }>,
): Promise<number> {
  let deleted = 0;
  for (let at = 0; at < ids.length && !signal.aborted; at += rowsAtOnce) {
    const { count } = await deleteMany(ids.slice(at, at + rowsAtOnce));
    deleted += count;
  }
  return deleted;
}

/** The most rows of one kind that one pass looks for; those beyond it are left for the next pass. */
export const mostAtOnce = 10_000;
