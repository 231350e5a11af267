/** What speaks against an actor: one finding, with its number and what is usual. */
import type { Everybody } from '../evidence/everybody.ts';
import type { Subject } from '../evidence/subject.ts';

/** Signals of one family say the same in other words, so one family alone never convicts. */
export type Family =
  | 'breadth'
  | 'order'
  | 'time'
  | 'errors'
  | 'identity'
  | 'spread'
  | 'repetition'
  | 'hot-linking'
  | 'volume';

export interface Finding {
  /** How much it weighs, 0 to 1: the part of a doubt that it takes away. */
  readonly weight: number;
  readonly value: number;
  /** What is usual here; null where there is no such thing. */
  readonly usual: number | null;
  /** A clause with both numbers. */
  readonly text: string;
  /** No person can do so: it convicts by itself. */
  readonly isBeyondAnyone?: true;
}

export interface Signal {
  readonly signal: string;
  readonly family: Family;
  readonly meaning: string;
  /** Fields of the records that tell it. */
  readonly source: string;
  /** Of `value` and `usual`. */
  readonly unit: string;
  /** null: nothing speaks against the actor. */
  readonly find: (subject: Subject, everybody: Everybody) => Finding | null;
}

export const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** 0 at `from`, 1 at `to` and beyond, in proportion to the logarithm between. */
export const rise = (value: number, from: number, to: number): number =>
  value <= 0 ? 0 : clamp(Math.log(value / from) / Math.log(to / from));
