/**
 * A bucket of log objects of a line each, spread evenly over the last days, of which nothing is
 * stored: half of them in the simple layout, half in partitions. What is in it is known by counting.
 */
import { type ListingServer, type Section, startListingServer } from './s3-listing-server.ts';

const DAY_MS = 24 * 3_600_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** Bytes sent of the n-th: nine digits, so that all lines are of one length. */
const bytesOf = (n: number): number => 100_000_000 + n;

function lineOf(n: number, ms: number): string {
  const time = new Date(ms);
  const stamp = `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}:${time.toISOString().slice(11, 19)} +0000`;
  const id = n.toString(16).toUpperCase().padStart(16, '0');
  return `79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be media [${stamp}] 192.0.2.${100 + (n % 100)} - ${id} REST.GET.OBJECT a.mp3 "GET /a.mp3 HTTP/1.1" 200 - ${bytesOf(n)} 999999999 30 20 "-" "curl/8.5.0" - HOST - - - media.s3.amazonaws.com TLSv1.3 - -\n`;
}

export interface Years extends ListingServer {
  /** Places in which a listing has to start anew. */
  readonly prefixes: number;
  /** Calendar years that there are keys of. */
  readonly calendarYears: number;
  /** Sorted keys named after this time or later, and the bytes that their records say. */
  since(fromMs: number): { readonly keys: readonly string[]; readonly bytes: number };
  /** `2025-12`; the newest 35 days are one, called so. */
  monthOf(key: string): string;
}

export async function startYears(
  t: { teardown(task: () => Promise<void>): void },
  { keys, days }: { readonly keys: number; readonly days: number },
): Promise<Years> {
  const nowMs = Date.now();
  const count = Math.ceil(keys / 4);
  const spanMs = days * DAY_MS;
  const spaceMs = spanMs / count;
  const timeAt = (at: number): number => Math.floor((nowMs - spanMs + at * spaceMs) / 1_000) * 1_000;
  const dayAt = (at: number): string => new Date(timeAt(at)).toISOString().slice(0, 10);
  const unique = (at: number): string => at.toString(16).toUpperCase().padStart(16, '0');
  const partition = (prefix: string) => (at: number): string =>
    `${prefix}${dayAt(at).replaceAll('-', '/')}/${dayAt(at)}-00-00-00-${unique(at)}`;
  const stamp = (at: number): string => new Date(timeAt(at)).toISOString().slice(0, 19).replace(/[T:]/g, '-');
  const makers = [
    partition('111111111111/eu-west-1/a/'),
    partition('999999999999/us-east-1/b/'),
    (at: number): string => `logs/${stamp(at)}-${unique(at)}`,
    (at: number): string => `more/${stamp(at)}-${unique(at)}`,
  ];
  const all = makers.flatMap((keyAt, section) =>
    Array.from({ length: Math.min(count, keys - section * count) }, (_, at) => ({
      key: keyAt(at),
      dayMs: Date.parse(dayAt(at)),
      bytes: bytesOf(section * count + at),
    })),
  );
  const sections = makers.map((keyAt, section): Section => ({
    count: Math.min(count, keys - section * count),
    keyAt,
    bodyAt: (at) => lineOf(section * count + at, timeAt(at)),
  }));
  const server = await startListingServer(sections);
  t.teardown(() => server.close());
  const newestFrom = new Date(Math.floor(nowMs / DAY_MS) * DAY_MS - 35 * DAY_MS).toISOString().slice(0, 10);
  const since: Years['since'] = (fromMs) => {
    const found = all.filter(({ dayMs }) => dayMs >= fromMs);
    return { keys: found.map(({ key }) => key).sort(), bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) };
  };
  const monthOf = (key: string): string => {
    const day = (/\d{4}[-/]\d\d[-/]\d\d(?=[-/])/.exec(key.replace(/^\d{12}/, ''))?.[0] ?? '').replaceAll('/', '-');
    return day >= newestFrom ? 'the newest' : day.slice(0, 7);
  };
  return Object.assign(server, { prefixes: makers.length, calendarYears: Math.ceil(days / 365) + 1, since, monthOf });
} // biome-ignore format: long lines
