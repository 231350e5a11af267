/** Asks a question of a session. */
import { pricesOf } from '../config/price-files.ts';
import { makeSearchPort } from '../opensearch/make-search-port.ts';
import type { OnProgress } from '../questions/count/sweep.ts';
import type { AskFor } from '../questions/question.ts';
import { addressFilesDigest } from './address-files.ts';
import { friendsOf } from './friends-of.ts';
import type { Session } from './session.ts';
import type { Surroundings } from './surroundings.ts';

export interface AskHooks {
  /** Of a question that has to read all groups. */
  readonly onProgress: OnProgress;
  /** What went wrong without costing the answer; to be told once. */
  readonly notice: (text: string) => void;
}

/** @throws TamarinError */
export function ask<T>(
  asks: AskFor<T>,
  { server, names, config, countedSources }: Session,
  { signal, now }: Pick<Surroundings, 'signal' | 'now'>,
  { onProgress, notice }: AskHooks,
): Promise<T> {
  const port = makeSearchPort(server, names.recordsPattern, {
    timeoutMs: config.questionTimeoutMs,
    signal,
    now,
    notice,
    addressFiles: addressFilesDigest(config),
    friends: friendsOf(config),
    prices: pricesOf(config),
    countedSources,
  });
  return asks(port, onProgress);
}
