/**
 * A bucket of any number of keys, none of which is stored. Each section makes its keys from their
 * place, and their bodies where it has any; sections follow each other in the order of their keys.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Section {
  readonly count: number;
  /** Rising with `at`, from 0 to `count` - 1. */
  readonly keyAt: (at: number) => string;
  /** All of one size; absent: nothing can be fetched. */
  readonly bodyAt?: (at: number) => string;
}

export interface ListingServer {
  readonly url: string;
  /** LIST requests. */
  calls: number;
  /** Keys that were fetched, one after the other. */
  readonly fetched: string[];
  /** Called when one is. */
  onFetch: () => void;
  close(): Promise<void>;
}

const PAGE = 1_000;

export async function startListingServer(sections: readonly Section[]): Promise<ListingServer> {
  const total = sections.reduce((sum, { count }) => sum + count, 0);
  const at = <T>(place: number, make: (section: Section, place: number) => T): T => {
    let left = place;
    for (const section of sections) {
      if (left < section.count) return make(section, left);
      left -= section.count;
    }
    throw new Error(`no key ${place}`);
  };
  const keyAt = (place: number): string => at(place, (section, left) => section.keyAt(left));
  const bodyAt = (place: number): string =>
    at(place, (section, left) => section.bodyAt?.(left) ?? '');
  const sizeBytes = Buffer.byteLength(bodyAt(0)) || 40_000;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://s3');
    const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
    if (key !== '') {
      listing.fetched.push(key);
      listing.onFetch();
      response.writeHead(200, { etag: ETAG, 'content-length': sizeBytes });
      response.end(bodyAt(firstAfter(key, total, keyAt) - 1));
      return;
    }
    listing.calls += 1;
    const startAfter = searchParams.get('start-after') ?? '';
    const from = firstAfter(startAfter, total, keyAt);
    const until = Math.min(from + PAGE, total);
    const contents: string[] = [];
    for (let each = from; each < until; each += 1)
      contents.push(contentsOf(keyAt(each), sizeBytes));
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(
      `<?xml version="1.0"?><ListBucketResult><Name>b</Name><MaxKeys>${PAGE}</MaxKeys>` +
        `<IsTruncated>${until < total}</IsTruncated>${contents.join('')}</ListBucketResult>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  const listing: ListingServer = {
    url: `http://127.0.0.1:${port}`,
    calls: 0,
    fetched: [],
    onFetch: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return listing;
}

function firstAfter(startAfter: string, total: number, keyAt: (at: number) => string): number {
  let [low, high] = [0, total];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyAt(middle) <= startAfter) low = middle + 1;
    else high = middle;
  }
  return low;
}

const ETAG = '"d41d8cd98f00b204e9800998ecf8427e"';

const contentsOf = (key: string, sizeBytes: number): string =>
  `<Contents><Key>${key}</Key><LastModified>2026-01-17T00:00:00.000Z</LastModified>` +
  `<ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>${sizeBytes}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
