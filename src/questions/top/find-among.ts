/** "top" among the names of a list: their first groups, and those that have no record at all. */
import { TamarinError } from '../../core/error.ts';
import type { Dimension } from '../ask/dimension-table.ts';
import type { GroupQuestion } from '../ask/group-question.ts';
import type { RawMetrics } from '../ask/metrics.ts';
import { rawValueOf } from '../ask/metrics.ts';
import type { NameList } from '../ask/name-list.ts';
import { isAddressOrNetwork } from '../ask/read-value.ts';
import { countNames, NAMES_MAX } from '../count/count-names.ts';
import { FirstRanked, isWithin, type Ranked, rankOf } from '../count/rank.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { OnProgress } from '../count/sweep.ts';
import { countAll } from '../count/totals.ts';
import type { Found } from './find-by-tuples.ts';

/** Of different ones: a name that comes again is known by itself. About 130 MB. */
const LISTED_MAX = 1_000_000;

export interface Among {
  /** Different names of the list. */
  readonly listed: number;
  readonly withRecords: number;
  readonly withoutRecords: number;
  /** The first of these, in the order of the list; as many as there may be rows. */
  readonly names: readonly string[];
}

interface AmongQuestion extends GroupQuestion {
  readonly among: NameList;
}

/** @throws TamarinError `question_too_large` for a list of more than a million different names */
export async function findAmong(
  question: AmongQuestion,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<Found & { readonly among: Among }> {
  const { limit, by } = question;
  const first = new FirstRanked<Ranked & { readonly raw: RawMetrics }>(limit);
  const names: string[] = [];
  let [withRecords, withoutRecords, within] = [0, 0, 0];
  const count = async (batch: readonly string[]): Promise<void> => {
    const counted = await countNames(batch, question, snapshot);
    for (const name of batch) {
      const raw = counted.get(name);
      if (raw !== undefined) {
        withRecords += 1;
        const value = rawValueOf(raw, by);
        if (!isWithin(value, question)) continue;
        within += 1;
        first.add({ name, raw, value: rankOf(value, question) });
      } else {
        withoutRecords += 1;
        if (names.length < limit) names.push(name);
      }
    }
    onProgress?.({ groups: withRecords + withoutRecords, groupsExpected: null });
  };
  for await (const batch of batchesOf(question)) await count(batch); // bounds what is held
  return {
    all: await countAll(question, snapshot),
    first: first.inOrder().map(({ name, raw }) => ({ name, raw })),
    within,
    distinct: { value: withRecords, exact: true },
    among: { listed: withRecords + withoutRecords, withRecords, withoutRecords, names },
  };
}

async function* batchesOf({ among, dimension }: AmongQuestion): AsyncGenerator<string[]> {
  const known = new Set<string>();
  let batch: string[] = [];
  for await (const listed of among.open()) {
    const name = nameOf(dimension, listed);
    if (known.has(name)) continue;
    if (known.size === LISTED_MAX)
      throw new TamarinError(
        'question_too_large',
        `${among.from} has more than ${LISTED_MAX} names.`,
        {
          hint: 'Split it, and ask about each part.',
        },
      );
    known.add(name);
    batch.push(name);
    if (batch.length < NAMES_MAX) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** An address is spelled as OpenSearch spells it, else it would not be found. */
function nameOf({ kind }: Dimension, listed: string): string {
  if (kind !== 'ip') return listed;
  if (!isAddressOrNetwork(listed) || listed.includes('/'))
    throw new TamarinError('usage', `"${listed}" in the list is not an IP address.`);
  const mapped = MAPPED.exec(listed)?.[1];
  if (mapped !== undefined || !listed.includes(':')) return mapped ?? listed;
  return new URL(`http://[${listed}]/`).hostname.slice(1, -1);
}
