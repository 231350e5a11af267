/** Several searches of one question, a few at a time. */
import pLimit from 'p-limit';

/** As the search threads of a small server. */
export const SEARCHES_AT_ONCE = 2;

/** In the order of the items. The first that fails ends it: what one was refused, others would be too. */
export async function atOnce<T, R>(
  items: readonly T[],
  task: (item: T) => Promise<R>,
): Promise<R[]> {
  const limit = pLimit(SEARCHES_AT_ONCE);
  try {
    return await limit.map(items, task);
  } catch (error) {
    limit.clearQueue();
    throw error;
  }
}
