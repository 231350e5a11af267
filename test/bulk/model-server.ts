/**
 * A bulk endpoint in memory: creates documents as OpenSearch does, and fails as it is told to. What
 * it holds is the truth that the sink's results are compared with.
 */
import type { ItemTicket } from '../../src/bulk/batch.ts';
import type { BulkAnswer, BulkItem } from '../../src/bulk/classify-response.ts';
import type { OriginAnswer, SinkPort } from '../../src/bulk/sink.ts';
import type { IndexName } from '../../src/core/brand.ts';
import { runsOf } from '../support/item-runs.ts';

/** What happens to one bulk request. */
export type Fault =
  | 'none'
  | 'http_429'
  | 'http_503_not_applied'
  | 'reset_before'
  | 'reset_after'
  | 'reset_halfway'
  | 'fewer_items'
  | 'http_413'
  | 'items_429'
  | 'items_503'
  | 'items_500'
  | 'index_deleted';

export interface Stored {
  readonly place: string;
}

interface Sent {
  readonly action: { readonly _index: string; readonly _id: string };
  readonly document: { readonly place: string; readonly isPoison?: boolean };
}

export class ModelServer implements SinkPort {
  /** By index and id. */
  readonly documents = new Map<string, Stored>();
  /** Places in the order in which they were sent, each attempt. */
  readonly sent: string[][] = [];
  readonly notices: string[] = [];
  readonly sizes: number[] = [];
  readonly created: string[] = [];
  inFlightMost = 0;
  nowMs = 0;
  #inFlight = 0;
  #originsAsked = 0;
  #deletedIndex: string | null = null;
  readonly #faults: Iterator<Fault>;
  readonly #bodyBytesMax: number;

  constructor(faults: Iterable<Fault> = [], bodyBytesMax = Number.POSITIVE_INFINITY) {
    this.#faults = faults[Symbol.iterator]();
    this.#bodyBytesMax = bodyBytesMax;
  }

  readonly sendBulk = async (body: Buffer): Promise<BulkAnswer> => {
    const requests = readBody(body);
    this.sent.push(requests.map(({ document }) => document.place));
    this.sizes.push(body.length);
    this.#inFlight += 1;
    this.inFlightMost = Math.max(this.inFlightMost, this.#inFlight);
    await new Promise(setImmediate);
    this.#inFlight -= 1;
    if (body.length > this.#bodyBytesMax) return failed(413, 'HTTP status 413');
    const fault = this.#faults.next();
    return this.#answer(requests, fault.done === true ? 'none' : fault.value);
  };

  readonly createIndex = async (index: IndexName): Promise<void> => {
    this.created.push(index);
    if (this.#deletedIndex === index) this.#deletedIndex = null;
  };

  /** Every second time it is not known yet. */
  readonly areOurs = async (tickets: readonly ItemTicket[]): Promise<OriginAnswer> => {
    this.#originsAsked += 1;
    if (this.#originsAsked % 2 === 0) return { kind: 'unknown', reason: 'a node is away' };
    const areOurs = tickets.map(
      ({ index, id, line }) => this.documents.get(`${index}/${id}`)?.place === `p${line}`,
    );
    return { kind: 'known', areOurs };
  };

  readonly sleep = async (delayMs: number): Promise<void> => {
    this.nowMs += delayMs;
    await new Promise(setImmediate);
  };

  readonly notice = (text: string): void => {
    this.notices.push(text);
  };

  #answer(requests: readonly Sent[], fault: Fault): BulkAnswer {
    switch (fault) {
      case 'http_429':
        return failed(429, 'too many requests');
      case 'http_503_not_applied':
        return failed(503, 'unavailable');
      case 'http_413':
        return requests.length > 1 ? failed(413, 'HTTP status 413') : this.#apply(requests);
      case 'reset_before':
        return failed(null, 'socket hang up');
      case 'reset_after':
        this.#apply(requests);
        return failed(null, 'socket hang up');
      case 'reset_halfway':
        this.#apply(requests.slice(0, requests.length >> 1));
        return failed(null, 'socket hang up');
      case 'fewer_items':
        return { kind: 'items', runs: runsOf(this.#results(requests).slice(1)) };
      case 'items_429':
        return this.#apply(requests, { status: 429, error: { type: 'rejected_execution' } });
      case 'items_503':
        return this.#apply(requests, { status: 503, error: { type: 'unavailable_shards' } });
      case 'items_500':
        return this.#apply(requests, { status: 500, error: { type: 'exception' } });
      case 'index_deleted':
        this.#deletedIndex = requests[0]?.action._index ?? null;
        return this.#apply(requests);
      case 'none':
        return this.#apply(requests);
      default:
        return fault satisfies never;
    }
  }

  /** `instead`: the result of every other item, which then is not stored. */
  #apply(requests: readonly Sent[], instead?: BulkItem): BulkAnswer {
    return { kind: 'items', runs: runsOf(this.#results(requests, instead)) };
  }

  #results(requests: readonly Sent[], instead?: BulkItem): readonly BulkItem[] {
    return requests.map((request, at) =>
      instead !== undefined && at % 2 === 0 ? instead : this.#create(request),
    );
  }

  #create({ action, document }: Sent): BulkItem {
    const key = `${action._index}/${action._id}`;
    if (action._index === this.#deletedIndex)
      return { status: 404, error: { type: 'index_not_found_exception', reason: 'no such index' } };
    if (document.isPoison)
      return {
        status: 400,
        error: { type: 'mapper_parsing_exception', reason: 'failed to parse' },
      };
    if (this.documents.has(key))
      return { status: 409, error: { type: 'version_conflict_engine_exception' } };
    this.documents.set(key, { place: document.place });
    return { status: 201 };
  }
}

function readBody(body: Buffer): Sent[] {
  const lines = body.toString('utf8').split('\n').slice(0, -1);
  const requests: Sent[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const { create } = JSON.parse(lines[at] ?? '');
    requests.push({ action: create, document: JSON.parse(lines[at + 1] ?? '') });
  }
  return requests;
}

const failed = (status: number | null, reason: string): BulkAnswer => ({
  kind: 'failed',
  status,
  reason,
});
