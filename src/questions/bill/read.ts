/** The parameters of `bill`, checked. @throws TamarinError `usage` */
import { TamarinError } from '../../core/error.ts';
import { type Fraction, readDecimal } from '../../core/fraction.ts';
import { onlyValue, type RawParameters } from '../ask/raw-parameters.ts';
import { readScope } from '../ask/read-filters.ts';
import type { Scope } from '../ask/scope.ts';
import { nextMonth } from '../money/whole-months.ts';

export interface BillQuestion {
  /** `2026-02` */
  readonly month: string;
  /** The month, without filters. */
  readonly scope: Scope;
  /** What the bill says; null: nothing was given. */
  readonly billed: Billed | null;
}

export interface Billed {
  readonly what: 'gb' | 'amount';
  readonly value: Fraction;
  /** As it was given. */
  readonly given: string;
}

/** `--month` was made a range before: of the calendar in UTC, by which Amazon bills. */
export function readBillQuestion(raw: RawParameters): BillQuestion {
  const scope = readScope(raw);
  const { from, to, filters } = scope;
  if (from === null || !from.endsWith('-01T00:00:00.000Z') || to !== nextMonth(from))
    throw new TamarinError('usage', 'A bill is of one calendar month in UTC.', {
      hint: 'Such as: bill --month 2026-02',
    });
  if (filters.length > 0)
    throw new TamarinError('usage', 'A bill is over everything in its month.', {
      hint: 'It takes no filters, and no --audience.',
    });
  return { month: from.slice(0, 'yyyy-mm'.length), scope, billed: readBilled(raw) };
}

function readBilled(raw: RawParameters): Billed | null {
  const [gb, amount] = [onlyValue('bill-gb', raw), onlyValue('bill', raw)];
  if (gb !== null && amount !== null)
    throw new TamarinError('usage', 'Either --bill-gb or --bill, not both.');
  const [name, what, given] = gb === null ? (['bill', 'amount', amount] as const) : (['bill-gb', 'gb', gb] as const); // biome-ignore format: one choice
  if (given === null) return null;
  const value = readDecimal(given);
  if (value !== null && value.over > 0n) return { what, value, given };
  throw new TamarinError('usage', `--${name} "${given}" is not a number above 0.`, {
    hint: 'As the bill says it, with a point and without a unit: 71.30',
  });
}
