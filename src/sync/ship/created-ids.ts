/**
 * The documents that the readings of one log object have created. Where a reading turns out damaged,
 * the next one meets most of them again: those count as indexed, once. What the good reading does not
 * meet was never in the object, and can be removed.
 */
import type { IndexName } from '../../core/brand.ts';
import type { DocumentPlace } from '../store/sync-store.ts';

/** Remembered by all log objects of a sync that are being read: 70 bytes each, so 35 MB. */
const IDS_MAX = 500_000;

/** Shared by all objects of a sync. */
export class IdBudget {
  #left = IDS_MAX;

  take(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  giveBack(count: number): void {
    this.#left += count;
  }
}

export class CreatedIds {
  /** Null: the object is never read again by this sync, and nothing is remembered. */
  readonly #budget: IdBudget | null;
  /** Created by the reading that goes on. */
  readonly #now = new Map<string, IndexName>();
  /** Created by readings that were taken back, and not yet met again. */
  readonly #before = new Map<string, IndexName>();
  /** Of those, the ones that this reading has met. */
  readonly #metAgain = new Map<string, IndexName>();
  #forgotten = 0;
  /** Nobody will ask for an id: nothing was created before, and nothing will be taken back. */
  #willStay = false;
  /** Created by readings that were taken back, but not remembered. */
  forgotten = 0;
  isTakenBack = false;

  constructor(budget: IdBudget | null) {
    this.#budget = budget;
  }

  /** How the result of a document counts. */
  note(result: 'indexed' | 'duplicate', id: string, index: IndexName): 'indexed' | 'duplicates' {
    if (this.#before.delete(id)) {
      this.#metAgain.set(id, index);
      return 'indexed';
    }
    if (result === 'duplicate' || this.#metAgain.has(id)) return 'duplicates';
    if (!this.#willStay && this.#budget?.take() === true) this.#now.set(id, index);
    else this.#forgotten += 1;
    return 'indexed';
  }

  /** Whether each document has to be told: `note` it. Else `noteMany` is enough. */
  get needsEach(): boolean {
    return this.#budget !== null && !this.#willStay;
  }

  /** Of the reading that begins. */
  willStay(): void {
    this.#willStay = !this.isTakenBack && this.#now.size === 0 && this.#forgotten === 0;
  }

  /** Created documents, whose ids nobody will need. */
  noteMany(count: number): void {
    this.#forgotten += count;
  }

  takeBack(): void {
    this.isTakenBack = true;
    this.#willStay = false;
    this.forgotten += this.#forgotten;
    this.#forgotten = 0;
    for (const ids of [this.#now, this.#metAgain]) {
      for (const [id, index] of ids) this.#before.set(id, index);
      ids.clear();
    }
  }

  get leftOver(): readonly DocumentPlace[] {
    return [...this.#before].map(([id, index]) => ({ id, index }));
  }

  /** The object is settled. */
  forget(): void {
    const maps = [this.#now, this.#before, this.#metAgain];
    this.#budget?.giveBack(maps.reduce((sum, { size }) => sum + size, 0));
    for (const ids of maps) ids.clear();
  }
}
