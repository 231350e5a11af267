/** What a format of a plan is: how it is written, and what a person does with it. */

import type { BlockPlan, Entry } from '../plan/block-plan.ts';
import type { FormatName } from './format-names.ts';

export interface RenderOptions {
  readonly nowMs: number;
  /** Of a bucket policy; null: the plan says it. */
  readonly bucket: string | null;
}

export interface BlockFormat {
  readonly name: FormatName;
  /** Where it blocks, as a clause. */
  readonly about: string;
  /** Entries whose time is over are in none but those that show a plan as it is. @throws TamarinError `usage` */
  readonly render: (plan: BlockPlan, options: RenderOptions) => string;
  /** The two commands that put it to work; FILE is what was written. */
  readonly apply: readonly string[];
  readonly undo: readonly string[];
  /** What one should know before. */
  readonly caveat: string;
}

/** Those that still block. */
export const liveEntries = ({ entries }: BlockPlan, { nowMs }: RenderOptions): readonly Entry[] =>
  entries.filter(({ expires }) => Date.parse(expires) > nowMs);

/** Of a plan, the networks that still block, in order; none of them twice. */
export const liveCidrs = (plan: BlockPlan, options: RenderOptions): readonly string[] =>
  liveEntries(plan, options).flatMap(({ cidrs }) => cidrs);

export const isIpv6 = (cidr: string): boolean => cidr.includes(':');

/** An apostrophe stays within a word. */
const NOT_PLAIN = /[^ !#%&'(-[\]-_a-z|~]|(?<![a-z])'|'(?![a-z])/g;
const COMMENT_LENGTH_MAX = 120;
/** Behind the last word that fits. */
const CUT = ' ...';

/**
 * Why an entry is there, as a comment of any language: plain ASCII without quotation marks, braces, $ and backslashes, so
 * that nothing from a log ends it. A `*` before a `/` would end one of C.
 */
export function commentOf({ subject, reason }: Entry): string {
  const text = `${subject}: ${reason}`.replace(NOT_PLAIN, '.').replaceAll('*/', '*.');
  if (text.length <= COMMENT_LENGTH_MAX) return text;
  return `${text.slice(0, COMMENT_LENGTH_MAX - CUT.length).replace(/ \S*$/, '')}${CUT}`;
}
