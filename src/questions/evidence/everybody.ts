/** What is usual here: figures of everybody, which an actor is held against. */
import { AGENT_CLASSES } from '../../core/agent-class.ts';
import { DOWNLOADS } from '../ask/metric-table.ts';
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { byHourOfDay, HOURS_AGGREGATION, quietHours, readHours, shareIn } from './hours.ts';
import type { Own } from './own.ts';
import { type Popularities, readPopularities } from './popularity.ts';
import { HEAD, MISSED, WITHOUT_REFERRER } from './record-query.ts';
import type { Usual } from './usual.ts';

/** Of the clients, which are addresses. */
export interface UsualClient {
  readonly count: number;
  readonly requests: Usual;
  readonly files: Usual;
  readonly bytes: Usual;
  /** Of networks with more than one address. */
  readonly networkFiles: Usual;
}

export interface Everybody extends UsualClient {
  readonly allRequests: number;
  readonly allBytes: number;
  readonly popularity: Popularities;
  /** Part of everybody's requests in the eight hours of the day, in a row, with the fewest. */
  readonly quietShare: number;
  /** Part of the downloads by browsers that name no referrer. */
  readonly bareShare: number;
  /** Parts of all requests. */
  readonly missedShare: number;
  readonly headShare: number;
  readonly programShare: number;
  readonly botShare: number;
  readonly own: Own;
}

const PROGRAMS = ['library', 'tool', 'unknown'];

interface Population {
  readonly scope: Query;
  /** What of the scope was asked for from an address; the others are services of AWS. */
  readonly clients: Query;
  /** Of agents, whose popular files are read apart. */
  readonly classes?: readonly string[];
}

export async function readEverybody(
  { scope, clients: query, classes = AGENT_CLASSES }: Population,
  snapshot: Snapshot,
): Promise<Omit<Everybody, keyof UsualClient | 'own'>> {
  const popularity = await readPopularities(query, classes, snapshot);
  const { records, aggregated } = await snapshot.countAndAggregate(query, {
    hours: HOURS_AGGREGATION,
    browsers: {
      filter: { bool: { filter: [DOWNLOADS, { term: { agent_class: 'browser' } }] } },
      aggs: { bare: { filter: WITHOUT_REFERRER } },
    },
    missed: { filter: MISSED },
    heads: { filter: HEAD },
    programs: { filter: { terms: { agent_class: PROGRAMS } } },
    bots: { filter: { term: { agent_class: 'bot' } } },
  });
  const all = await snapshot.countAndAggregate(scope, { bytes: { sum: { field: 'bytes_sent' } } });
  const { browsers, missed, heads, programs, bots } = aggregated;
  const part = ({ doc_count: count }: { readonly doc_count: number }): number =>
    records === 0 ? 0 : count / records;
  const hours = await readHours(aggregated.hours, query, snapshot);
  const day = byHourOfDay(hours);
  return {
    allRequests: all.records,
    allBytes: all.aggregated.bytes.value,
    popularity,
    quietShare: shareIn(quietHours(day), day),
    bareShare: browsers.doc_count === 0 ? 1 : browsers.bare.doc_count / browsers.doc_count,
    missedShare: part(missed),
    headShare: part(heads),
    programShare: part(programs),
    botShare: part(bots),
  };
}
