/**
 * Names of the indices. A record's index is a function of its own time, never of the time of
 * shipping: a record that comes again must meet its first copy.
 */
import { asIndexName, type IndexName } from '../core/brand.ts';

export interface IndexNames {
  readonly ledger: IndexName;
  readonly quarantine: IndexName;
  readonly syncs: IndexName;
  /** Matches all record indices and nothing else. */
  readonly recordsPattern: string;
  /** `time` is the ISO form of a record's time. */
  recordIndex(time: string): IndexName;
}

export function indexNames(prefix: string, grain: 'month' | 'day'): IndexNames {
  const partLength = grain === 'month' ? 'yyyy-mm'.length : 'yyyy-mm-dd'.length;
  return {
    ledger: asIndexName(`${prefix}-ledger`),
    quarantine: asIndexName(`${prefix}-quarantine`),
    syncs: asIndexName(`${prefix}-syncs`),
    recordsPattern: `${prefix}-records-*`,
    recordIndex: (time) => asIndexName(`${prefix}-records-${time.slice(0, partLength)}`),
  };
}
