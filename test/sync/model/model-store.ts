/**
 * A SyncStore in memory that behaves as the one of OpenSearch does, as far as the port says: bulk
 * actions with their statuses, a ledger that is asked by id, provenance by write number, a document
 * of a sync that nothing undoes once it has ended. What it holds is what a sync's words are held against.
 */
import type { BulkAnswer, BulkItem } from '../../../src/bulk/classify-response.ts';
import type { IndexNames } from '../../../src/bulk/index-name.ts';
import type { IndexName } from '../../../src/core/brand.ts';
import { READER_VERSION } from '../../../src/source/log/reader-version.ts';
import type { KnownObject, LedgerEntry } from '../../../src/sync/store/ledger-entry.ts';
import type { SyncDocument, SyncWrite } from '../../../src/sync/store/sync-document.ts';
import type { EarlierSyncs, SyncStore } from '../../../src/sync/store/sync-store.ts';
import { runsOf } from '../../support/item-runs.ts';
import { readActions, type SentAction } from './read-actions.ts';
import { toRemembered } from './to-remembered.ts';

type Document = Readonly<Record<string, unknown>>;

interface Stored {
  readonly document: Document;
  /** Number of the write in its index. */
  readonly sequence: number;
}

/** Of a page of failed objects: small, so that tests see more than one. */
const PAGE = 2;

/** What a test does to the store; each is asked before the store does what it always does. */
export interface StoreFaults {
  /** Null: the request is carried out. `apply` carries it out, and its answer may be lost. */
  bulk?: (actions: readonly SentAction[], apply: () => BulkAnswer) => BulkAnswer | null;
  writeSync?: (document: SyncDocument) => SyncWrite | null;
}

export class ModelStore implements SyncStore {
  readonly #indices = new Map<string, Map<string, Stored>>();
  readonly #names: IndexNames;
  /** Of each record index the last write before ours. */
  readonly #lastSequences = new Map<string, number>();
  #sequence = 0;
  /** What was asked, in order: for tests of what comes before what. */
  readonly calls: string[] = [];
  faults: StoreFaults = {};

  constructor(names: IndexNames) {
    this.#names = names;
  }

  // What a test reads and plants.

  documents(index: string): ReadonlyMap<string, Document> {
    const stored = this.#indices.get(index) ?? new Map<string, Stored>();
    return new Map([...stored].map(([id, { document }]) => [id, document]));
  }

  get records(): ReadonlyMap<string, Document> {
    const indices = [...this.#indices.keys()].filter((name) => name.includes('-records-'));
    return new Map(indices.flatMap((index) => [...this.documents(index)]));
  }

  plant(index: string, id: string, document: object): void {
    this.#put(index, id, { ...document });
  }

  // The port.

  async prepare(): Promise<null> {
    this.calls.push('prepare');
    for (const index of [this.#names.ledger, this.#names.quarantine, this.#names.syncs])
      this.#make(index);
    return null;
  }

  async prepareRecordIndex(index: IndexName): Promise<void> {
    for (let requests = 0; requests < 4; requests += 1) await turn(); // create, compare, read a number
    this.calls.push('record index ready');
    this.#make(index);
    this.#lastSequences.set(index, this.#sequence);
  }

  async prepareAgain(index: IndexName): Promise<void> {
    this.#make(index);
    this.#lastSequences.delete(index);
  }

  async sendBulk(body: Buffer): Promise<BulkAnswer> {
    await turn();
    const actions = readActions(body);
    const apply = (): BulkAnswer => ({ kind: 'items', runs: runsOf(actions.map((each) => this.#run(each))) }); // biome-ignore format: one line
    const answer = this.faults.bulk?.(actions, apply) ?? apply();
    this.calls.push(answer.kind === 'items' ? 'bulk' : 'bulk failed');
    return answer;
  }

  /** Carries out the items without a fate; the others get theirs. */
  answerSome(actions: readonly SentAction[], fates: readonly (BulkItem | null)[]): BulkAnswer {
    return { kind: 'items', runs: runsOf(actions.map((each, at) => fates[at] ?? this.#run(each))) };
  }

  readOrigins: SyncStore['readOrigins'] = async (places, { ofAnyAge } = { ofAnyAge: false }) => {
    const origins = places.map(({ index, id }) => {
      const stored = this.#indices.get(index)?.get(id);
      const after = ofAnyAge ? -1 : (this.#lastSequences.get(index) ?? -1);
      if (stored === undefined || stored.sequence <= after) return null;
      const { sync_id, log_key, log_line } = stored.document;
      return { sync_id: String(sync_id), log_key: String(log_key), log_line: Number(log_line) };
    });
    return { kind: 'known', origins };
  };

  readLedger: SyncStore['readLedger'] = async (ids) => {
    this.calls.push(`ledger of ${ids.length}`);
    const ledger = this.documents(this.#names.ledger);
    const known = ids.flatMap((id) => {
      const entry = ledger.get(id);
      return entry === undefined ? [] : [[id, entry as unknown as KnownObject] as const]; // we planted it
    });
    return new Map(known);
  };

  async *listToTryAgain(about: Parameters<SyncStore['listToTryAgain']>[0]) {
    this.calls.push('what failed before');
    const entries = [...this.documents(this.#names.ledger).values()] as unknown as LedgerEntry[]; // we planted them
    const found = entries
      .filter(({ physical_id }) => physical_id.startsWith(about.physicalPrefix))
      .filter(({ sync_id }) => sync_id !== about.syncId)
      .filter(({ state, reader = 1 }) => state === 'failed' || (state === 'not_a_log' && reader < READER_VERSION)) // biome-ignore format: one line
      .sort((a, b) => (a.physical_id < b.physical_id ? -1 : 1))
      .map(toRemembered);
    for (let from = 0; from < found.length; from += PAGE) yield found.slice(from, from + PAGE);
  }

  async readEarlierSyncs(sourceId: string): Promise<EarlierSyncs> {
    const done = ([...this.documents(this.#names.syncs).values()] as unknown as SyncDocument[]) // we planted them
      .filter(({ source_id, state }) => source_id === sourceId && state === 'done');
    const newest = (kinds: readonly string[]): number | null => {
      const starts = done.filter(({ listing }) => kinds.includes(listing)).map(({ started_at }) => Date.parse(started_at)); // biome-ignore format: one line
      return starts.length === 0 ? null : Math.max(...starts);
    };
    return { completeMs: newest(['whole', 'recent']), wholeMs: newest(['whole']) };
  }

  writeSync: SyncStore['writeSync'] = async ({ id, isShown, signal }, document) => {
    await turn();
    const failed = this.faults.writeSync?.(document) ?? null;
    const shown = isShown ? ', shown' : '';
    this.calls.push(`sync ${document.state}${shown}${failed === null ? '' : ' failed'}`);
    if (failed !== null) return failed;
    if (signal?.aborted) return { kind: 'failed', reason: 'given up', status: null };
    const before = this.documents(this.#names.syncs).get(id);
    const isLate = before?.finished_at !== undefined && document.finished_at === undefined;
    if (!isLate) this.#put(this.#names.syncs, id, { ...before, ...document });
    const cancelRequestedAt = before?.cancel_requested_at;
    return { kind: 'written', ...(typeof cancelRequestedAt === 'string' ? { cancelRequestedAt } : {}) }; // biome-ignore format: one line
  };

  async refresh(): Promise<void> {
    this.calls.push('refresh');
  }

  #make(index: string): Map<string, Stored> {
    const made = this.#indices.get(index) ?? new Map<string, Stored>();
    this.#indices.set(index, made);
    return made;
  }

  #put(index: string, id: string, document: Document): void {
    this.#sequence += 1;
    this.#make(index).set(id, { document, sequence: this.#sequence });
  }

  #run({ action, index, id, document }: SentAction): BulkItem {
    const there = this.#indices.get(index);
    if (there === undefined)
      return { status: 404, error: { type: 'index_not_found_exception', reason: 'no such index' } };
    const before = there.get(id)?.document;
    switch (action) {
      case 'create':
        if (before !== undefined) return { status: 409, error: { type: 'version_conflict_engine_exception' } }; // biome-ignore format: one line
        this.#put(index, id, document);
        return { status: 201 };
      case 'index':
        this.#put(index, id, document);
        return { status: before === undefined ? 201 : 200 };
      case 'update':
        this.#put(index, id, before === undefined ? upsertOf(document) : metAgain(before));
        return { status: before === undefined ? 201 : 200 };
      case 'delete':
        return { status: there.delete(id) ? 200 : 404 };
      default:
        return action satisfies never;
    }
  }
}

const upsertOf = (document: Document): Document => document.upsert as Document; // of a quarantine item
const metAgain = (before: Document): Document => ({ ...before, times_met: Number(before.times_met) + 1 }); // biome-ignore format: one line

/** Answers come later than the call, as those of a server do. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
