/** Money as an answer says it: a text, so that no reader rounds it. */
import { decimalText, type Fraction } from './fraction.ts';

export interface Cost {
  /** With 4 to 10 digits behind the point: `12.3456`; of a difference it may be below 0: `-12.3456`. */
  readonly amount: string;
  /** `USD` */
  readonly currency: string;
}

export const costOf = (amount: Fraction, currency: string): Cost => ({
  amount: decimalText(amount),
  currency,
});

export const isCost = (value: unknown): value is Cost =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
