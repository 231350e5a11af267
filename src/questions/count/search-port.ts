/** How a question reaches OpenSearch. The functions are handed in; this folder does no I/O. */
import type { IndexName } from '../../core/brand.ts';
import type { Enriched } from '../../core/enriched.ts';
import type { Prices } from '../../core/prices.ts';
import type { Friends } from '../ask/friends.ts';
import type { Range, ReachFacts } from '../reach/reach-facts.ts';

export interface IndexFacts {
  readonly name: IndexName;
  readonly isOpen: boolean;
  /**
   * One shard, and every search of it in one slice: then what OpenSearch calls the first groups of
   * this index are the first groups.
   */
  readonly ranksExactly: boolean;
}

type Body = Readonly<Record<string, unknown>>;

/** The parts of a response that questions read. */
export interface SearchResponse {
  readonly aggregations?: Body;
  readonly hits?: {
    readonly total?: { readonly value: number };
    readonly hits: readonly Hit[];
  };
}

export interface Hit {
  readonly _source: Body;
  readonly sort: readonly (string | number)[];
}

/** What records are enriched by today, as far as this process knows it. */
export interface KnownEnrichment extends Omit<Enriched, 'files'> {
  /** null: it has no address files, and cannot tell old ones. Asked only where a question needs it. */
  files(): string | null;
}

export interface SearchPort {
  /** The indices that are asked: `tamarin-records-*`. */
  readonly pattern: string;
  /** How far the records reach, for a question about this range. */
  readFacts(range: Range): Promise<ReachFacts>;
  /** Makes all that was acknowledged visible; false where that may not, or cannot, be done. */
  refresh(): Promise<boolean>;
  readonly enrichment: KnownEnrichment;
  readonly friends: Friends;
  readonly prices: Prices;
  /** All record indices of the prefix, closed ones too, sorted by name. */
  recordIndices(): Promise<readonly IndexFacts[]>;
  /** Freezes what searches of these indices see. @throws when a shard of one cannot be read */
  openPointInTime(indices: readonly IndexName[]): Promise<string>;
  /** One search. @throws TamarinError when any part of the response is missing */
  search(pointInTime: string, body: Body): Promise<SearchResponse>;
  closePointInTime(pointInTime: string): Promise<void>;
  /** Why whoever asks does not see all records, as a clause; null: nothing is known to be hidden. */
  limits(): Promise<string | null>;
}
