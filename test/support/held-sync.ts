/** Log objects for syncs that take as long as a test wants: OpenSearch is busy until it lets go. */
import { ordinaryLine } from '../bench/sample-lines.ts';
import { expectedIds } from './expected-ids.ts';
import { type Exchange, startProxy } from './opensearch-proxy.ts';

export const LINES = 20;

const textOf = (file: number): string =>
  Array.from({ length: LINES }, (_, at) => `${ordinaryLine(file * LINES + at + 1)}\n`).join('');
const nameOf = (file: number): string => `2026-01-20-07-00-${file + 10}-0A1B2C3D4E5F6071`;

/** `count` files from the `start`-th on, of LINES new records each, by name. */
export const logFiles = (count: number, start = 0): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [nameOf(start + at), textOf(start + at)]),
  );

export const idsOf = (files: Record<string, string>): ReadonlySet<string> =>
  expectedIds(
    Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
    () => false,
  );

/** A sync makes many bulk requests, one after the other. */
export const SMALL_BULKS = { TAMARIN_FLUSH_BYTES: '10000', TAMARIN_CONCURRENCY: '1' };

const isBulk = ({ path }: Exchange): boolean => path.startsWith('/_bulk');
const BULKS_MAX = 3;

interface Teardown {
  teardown(task: () => Promise<void>): unknown;
}

/** OpenSearch that takes three bulk requests, and then none until it lets go. */
export async function startBusyProxy(t: Teardown) {
  let bulks = 0;
  let isHeld = true;
  const shipped = Promise.withResolvers<void>();
  const proxy = await startProxy({
    refuse: (exchange) => (isBulk(exchange) && isHeld && bulks >= BULKS_MAX ? 429 : null),
    after: (exchange) => {
      if (isBulk(exchange)) bulks += 1;
      if (bulks === BULKS_MAX) shipped.resolve();
      return 'pass';
    },
  });
  t.teardown(() => proxy.close());
  return {
    url: proxy.url,
    quiet: () => proxy.quiet(),
    /** Resolves when something was shipped. */
    shipped: shipped.promise,
    letGo: (): void => {
      isHeld = false;
    },
  };
}
