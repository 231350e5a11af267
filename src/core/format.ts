/**
 * Numbers and times as a person reads them. Exact values are in `--json`. What is something never
 * reads as nothing, and what is less than all never as all.
 */

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Made when it is first asked: that takes milliseconds, and many commands print no number. */
function numberFormat(decimals: number): { readonly format: (value: number) => string } {
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  let made: Intl.NumberFormat | null = null;
  return {
    format: (value) => {
      made ??= new Intl.NumberFormat('en-US', options);
      return made.format(value);
    },
  };
}
const COUNT = numberFormat(0);
const ONE_DIGIT = numberFormat(1);
const TWO_DIGITS = numberFormat(2);

/** Powers of 1,000, as bills and disks count: `12.3 GB`. */
export function formatBytes(bytes: number): string {
  // A mean of many who took nothing.
  if (bytes > 0 && bytes < 0.5) return '< 1 B';
  let value = bytes;
  let unit = 0;
  // What would be printed as 1,000 is one of the next unit; whole bytes have no decimals.
  while (value >= (unit === 0 ? 999.5 : 999.95) && unit < BYTE_UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? COUNT.format(value) : ONE_DIGIT.format(value)} ${BYTE_UNITS[unit]}`;
}

export type ByteUnit = (typeof BYTE_UNITS)[number];

/** That in which so many are shown. */
export function byteUnitOf(bytes: number): ByteUnit {
  const name = formatBytes(bytes).split(' ').at(-1);
  return BYTE_UNITS.find((unit) => unit === name) ?? 'B';
}

/** In a unit that others of the column have too: `0.4 GB`, `< 0.1 GB`, `0.0 GB` of nothing. */
export function formatBytesIn(bytes: number, unit: ByteUnit): string {
  if (unit === 'B') return formatBytes(bytes);
  const value = bytes / 1_000 ** BYTE_UNITS.indexOf(unit);
  return `${between(value, ONE_DIGIT.format(value), { least: '0.1' })} ${unit}`;
}

export const formatCount = (value: number): string => COUNT.format(value);
export const formatTenths = (value: number): string =>
  between(value, ONE_DIGIT.format(value), { least: '0.1' });
/** `1,234 ms`; means may lie between whole ones. */
export const formatMs = (ms: number): string =>
  `${Number.isInteger(ms) ? formatCount(ms) : formatTenths(ms)} ms`;
/** `1,234.57` of `1234.5678`, `−0.50` of `-0.5`. */
export function formatAmount(amount: string): string {
  if (!amount.startsWith('-'))
    return between(Number(amount), TWO_DIGITS.format(Number(amount)), { least: '0.01' });
  const shown = formatAmount(amount.slice(1));
  return shown.startsWith('<') ? shown.replace('< ', '> −') : `−${shown}`;
}
/** `12.3 %`; a share of 99.955 % is `> 99.9 %`. */
export const formatShare = (share: number): string =>
  `${between(share, ONE_DIGIT.format(share * 100), { least: '0.1', all: '100.0', most: '99.9' })} %`;
/** A part of one, such as `0.95`. */
export const formatPart = (part: number): string =>
  between(part, TWO_DIGITS.format(part), { least: '0.01', all: '1.00', most: '0.99' });

interface Borders {
  /** The least that is shown, beside 0. */
  readonly least: string;
  /** How one, or 100 %, is shown, and the most below it. */
  readonly all?: string;
  readonly most?: string;
}

/** `rounded`, unless it says nothing of something, or all of a part. */
function between(value: number, rounded: string, { least, all, most }: Borders): string {
  if (value > 0 && Number(rounded) === 0) return `< ${least}`;
  return value < 1 && rounded === all ? `> ${most}` : rounded;
}

/** `1 line`, `2 lines`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** `0.8 s`, `12 s`, `3 min 20 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${ONE_DIGIT.format(seconds)} s`;
  const whole = Math.round(seconds);
  return whole < 120 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A time in UTC to the minute, never later than it is: `24 Feb 00:07`, `31 Dec 2025 23:59`. */
export function formatMoment(iso: string, nowMs: number): string {
  const time = new Date(iso);
  const isThisYear = time.getUTCFullYear() === new Date(nowMs).getUTCFullYear();
  const year = isThisYear ? '' : ` ${time.getUTCFullYear()}`;
  const minute = time.toISOString().slice('yyyy-mm-ddT'.length, 'yyyy-mm-ddThh:mm'.length);
  return `${time.getUTCDate()} ${MONTHS[time.getUTCMonth()]}${year} ${minute}`;
}

/** `2026-01-17`, or `2026-01-17 08:30 UTC` within a day. */
export function momentText(iso: string): string {
  const [day = '', time = ''] = new Date(iso).toISOString().slice(0, -'.000Z'.length).split('T');
  return time === '00:00:00' ? day : `${day} ${time.replace(/:00$/, '')} UTC`;
}
