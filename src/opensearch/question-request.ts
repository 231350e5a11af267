/** How the requests of a question are sent: each is named for its errors, and has its end. */
import type { attempt } from './client.ts';

export type Run = <T>(what: string, request: Parameters<typeof attempt<T>>[2]) => Promise<T>;

export interface Limits {
  readonly maxRetries: number;
  readonly requestTimeout: number;
}
