/**
 * A listing server without bodies: a bucket of any number of keys, none of which is stored. Each
 * section makes its keys from their place; sections follow each other in the order of their keys.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Section {
  readonly count: number;
  /** Rising with `at`, from 0 to `count` - 1. */
  readonly keyAt: (at: number) => string;
}

export interface ListingServer {
  readonly url: string;
  calls: number;
  close(): Promise<void>;
}

const PAGE = 1_000;

export async function startListingServer(sections: readonly Section[]): Promise<ListingServer> {
  const total = sections.reduce((sum, { count }) => sum + count, 0);
  const keyAt = (place: number): string => {
    let at = place;
    for (const section of sections) {
      if (at < section.count) return section.keyAt(at);
      at -= section.count;
    }
    throw new Error(`no key ${place}`);
  };
  const server = createServer((request, response) => {
    listing.calls += 1;
    const startAfter =
      new URL(request.url ?? '/', 'http://s3').searchParams.get('start-after') ?? '';
    const from = firstAfter(startAfter, total, keyAt);
    const until = Math.min(from + PAGE, total);
    const contents: string[] = [];
    for (let at = from; at < until; at += 1) contents.push(contentsOf(keyAt(at)));
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

const contentsOf = (key: string): string =>
  `<Contents><Key>${key}</Key><LastModified>2026-01-17T00:00:00.000Z</LastModified>` +
  `<ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>40000</Size><StorageClass>STANDARD</StorageClass></Contents>`;
