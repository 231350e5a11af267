/** What a block of some addresses would have saved, and whom it would have hit: counted, all of it. */

import { costOf } from '../../core/cost.ts';
import { fraction, ratioOf } from '../../core/fraction.ts';
import { DOWNLOADS } from '../../questions/ask/metric-table.ts';
import type { Query } from '../../questions/ask/scope.ts';
import type { Snapshot } from '../../questions/count/snapshot.ts';
import type { Own } from '../../questions/evidence/own.ts';
import { sweepFields } from '../../questions/evidence/sweep-pages.ts';
import type { MonthCost, Usage } from '../../questions/money/month-cost.ts';
import type { Hit, Saved } from '../plan/block-plan.ts';
import { addressQuery } from './address-query.ts';

/** Whom an entry is compared with. */
export interface Everybody {
  /** Finds the requests of the period. */
  readonly query: Query;
  /** Addresses with requests, and what they took. */
  readonly clients: number;
  readonly requests: number;
  readonly bytes: number;
  /** Of all records, also those without an address. */
  readonly allRequests: number;
  readonly allBytes: number;
  readonly own: Own;
  /** null: nobody knows the prices. */
  readonly money: MonthCost | null;
}

export interface Weighed {
  readonly requests: number;
  readonly bytes: number;
  readonly usage: Usage | null;
  readonly hits: Hit;
}

interface Asked {
  readonly cidrs: readonly string[];
  /** Finds the subject's own requests; null: all from these addresses. */
  readonly subject: Query | null;
}

/** @throws TamarinError */
export async function weighEntry(
  { cidrs, subject }: Asked,
  everybody: Everybody,
  snapshot: Snapshot,
): Promise<Weighed> {
  const query: Query = { bool: { filter: [everybody.query, addressQuery(cidrs)] } };
  const { all, light } = await countClients(query, everybody, snapshot);
  const agents = await sweepFields({ fields: ['user_agent'], query, aggs: {} }, snapshot, () => undefined); // biome-ignore format: one search
  const countOf = async (part: Query): Promise<number> =>
    (await snapshot.countAndAggregate(part, {})).records;
  const friends = { bool: { filter: [query, everybody.own.query] } };
  const others = { bool: { filter: [query], must_not: subject === null ? [] : [subject] } };
  const hits: Hit = {
    clients: all.clients,
    lightClients: light.clients,
    lightRequests: light.requests,
    lightBytes: light.bytes,
    lightDownloads: light.downloads,
    agents,
    otherRequests: subject === null ? 0 : await countOf(others),
    friendRequests: await countOf(friends),
  };
  const usage = (await everybody.money?.usageOf(query)) ?? null;
  return { requests: all.requests, bytes: all.bytes, usage, hits };
}

interface Counted {
  clients: number;
  requests: number;
  bytes: number;
  downloads: number;
}

const nothing = (): Counted => ({ clients: 0, requests: 0, bytes: 0, downloads: 0 });

async function countClients(query: Query, everybody: Everybody, snapshot: Snapshot) {
  const [all, light] = [nothing(), nothing()];
  const aggs = {
    bytes: { sum: { field: 'bytes_sent' } },
    downloads: { filter: DOWNLOADS },
  } as const;
  await sweepFields({ fields: ['remote_ip'], query, aggs }, snapshot, (bucket) => {
    const taken = { requests: bucket.doc_count, bytes: bucket.bytes.value };
    for (const counted of isLight(taken, everybody) ? [all, light] : [all]) {
      counted.clients += 1;
      counted.requests += taken.requests;
      counted.bytes += taken.bytes;
      counted.downloads += bucket.downloads.doc_count;
    }
  });
  return { all, light };
}

/** At or below the mean of everybody, by both: products of large numbers, so that nothing is rounded. */
const isLight = (
  { requests, bytes }: Pick<Counted, 'requests' | 'bytes'>,
  everybody: Pick<Everybody, 'clients' | 'requests' | 'bytes'>,
): boolean =>
  BigInt(requests) * BigInt(everybody.clients) <= BigInt(everybody.requests) &&
  BigInt(bytes) * BigInt(everybody.clients) <= BigInt(everybody.bytes);

/** Of entries that share no address. */
export function savedBy(
  weighed: readonly Weighed[],
  { allRequests, allBytes, money }: Everybody,
): Saved {
  const requests = weighed.reduce((sum, each) => sum + each.requests, 0);
  const bytes = weighed.reduce((sum, each) => sum + each.bytes, 0);
  const usages = weighed.flatMap(({ usage }) => (usage === null ? [] : [usage]));
  return {
    requests,
    bytes,
    requestsShare: shareOf(requests, allRequests),
    bytesShare: shareOf(bytes, allBytes),
    cost: money === null ? null : costOf(money.savedBy(usages), money.currency),
  };
}

const shareOf = (part: number, whole: number): number =>
  ratioOf(fraction(BigInt(part)), fraction(BigInt(whole)));
