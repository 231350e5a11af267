/** Limits that a server has by default, and how to go on where one was set lower. */
import { TamarinError } from '../../core/error.ts';

/** Groups asked for in one request, each a bucket, below `search.max_buckets` of 65,535. */
export const BUCKETS_MAX = 60_000;

/** Smaller pages than this would make a sweep take for ever. */
const SIZE_MIN = 100;

/** Runs the task with half the size, and again, while the server finds the answer too large. */
export async function halvingOnTooMany<T>(
  sizeMax: number,
  task: (size: number) => Promise<T>,
): Promise<T> {
  for (let size = sizeMax; ; size = Math.ceil(size / 2)) {
    try {
      return await task(size); // a smaller one only after this one was refused
    } catch (error) {
      if (!isTooMany(error) || size <= SIZE_MIN) throw error;
    }
  }
}

export const isTooMany = (error: unknown): boolean =>
  error instanceof TamarinError && error.code === 'question_too_large';
