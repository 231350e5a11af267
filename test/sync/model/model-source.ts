/** A source in memory: objects with their text, and how a reading of each breaks. */
import { asLogKey } from '../../../src/core/brand.ts';
import type { KeyWindow } from '../../../src/source/log/key-window.ts';
import type {
  AskedListing,
  LogObject,
  LogSource,
  NotRead,
  ReadFailure,
} from '../../../src/source/log/log-source.ts';

export const PREFIX = 'model:/logs/';

export interface ModelObject {
  readonly key: string;
  readonly text: string;
  readonly lastModifiedMs?: number;
  readonly notRead?: NotRead;
  /** It is there, but a listing leaves it out: as one that is old. */
  readonly isHidden?: boolean;
  /** The first readings, one after the other; then it is read as it is. */
  readonly readings?: readonly Reading[];
}

/** A reading that gives this text, and then breaks. */
export interface Reading {
  readonly text: string;
  readonly failure: ReadFailure;
}

class Broken extends Error {
  readonly failure: ReadFailure;
  constructor(failure: ReadFailure) {
    super(failure.kind);
    this.failure = failure;
  }
}

export class ModelSource implements LogSource {
  readonly name = 'model';
  readonly physicalPrefix = PREFIX;
  readonly leavesOutOld = true;
  readonly objects: ModelObject[];
  /** Keys, each time they were opened. */
  readonly opened: string[] = [];
  /** What the listings were asked for, one after the other. */
  readonly asked: (KeyWindow | null)[] = [];
  /** Keys that every listing with a window leaves out without a word; of the others it leaves out none. */
  jumpsOver: (key: string) => boolean = () => false;
  readonly #readings = new Map<string, number>();
  readonly #pageObjects: number;
  /** Called before each object is read. */
  onOpen: (key: string, signal: AbortSignal) => Promise<void> | void = () => undefined;

  constructor(objects: readonly ModelObject[], pageObjects = 1_000) {
    this.objects = [...objects];
    this.#pageObjects = pageObjects;
  }

  async *listPages(_signal: AbortSignal, { window }: AskedListing = { window: null }) {
    this.asked.push(window);
    const listed = this.objects
      .filter(({ key, isHidden }) => isHidden !== true && (window === null || !this.jumpsOver(key)))
      .map(logObject);
    for (let from = 0; from < listed.length; from += this.#pageObjects)
      yield listed.slice(from, from + this.#pageObjects);
  }

  async *open({ logKey }: LogObject, signal: AbortSignal) {
    await this.onOpen(logKey, signal);
    signal.throwIfAborted();
    this.opened.push(logKey);
    const nth = this.#readings.get(logKey) ?? 0;
    this.#readings.set(logKey, nth + 1);
    const object = this.objects.find(({ key }) => key === logKey);
    const reading = object?.readings?.[nth];
    yield Buffer.from(reading?.text ?? object?.text ?? '', 'latin1');
    if (reading !== undefined) throw new Broken(reading.failure);
  }

  judgeFailure = (error: unknown): ReadFailure =>
    error instanceof Broken ? error.failure : { kind: 'failed', reason: String(error) };

  holds = (physicalId: string): boolean => physicalId.startsWith(PREFIX);

  async describe({ logKey }: LogObject) {
    const object = this.objects.find(({ key }) => key === logKey);
    if (object === undefined) return { kind: 'gone', reason: 'it no longer exists' } as const;
    return { kind: 'found', object: logObject(object) } as const;
  }

  async close(): Promise<void> {}
}

/** Of an object that never fails the etag changes with the text. */
export const logObject = ({ key, text, lastModifiedMs = 0, notRead }: ModelObject): LogObject => ({
  logKey: asLogKey(key),
  physicalId: PREFIX + key,
  etag: `"${text.length}"`,
  sizeBytes: text.length,
  lastModifiedMs,
  notRead: notRead ?? null,
});
