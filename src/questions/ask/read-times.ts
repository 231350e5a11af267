/**
 * Times that people type: `--last 7d`, `--month 2026-02`, `--from yesterday`, dates of a time zone.
 * They are made ISO moments once, with one look at the clock, before a question reads its parameters,
 * so that all its passes mean the same range.
 */
import { TamarinError } from '../../core/error.ts';
import { hasOffset, readIsoTime } from '../../core/iso-time.ts';
import { momentOf, offsetsOf } from '../../core/zone-time.ts';
import { onlyValue, type RawParameters } from './raw-parameters.ts';
import {
  MONTH_PATTERN,
  PREVIOUS,
  RANGE_SIGN,
  readAgo,
  readSpan,
  TIME_FORMS,
} from './time-forms.ts';

const DAY_MS = 86_400_000;
const TIME_WANTED = `Use an ISO date or time, or one that counts from now: ${TIME_FORMS} (h, d, w).`;

/** What a time without an offset is meant by. */
interface Clock {
  readonly nowMs: number;
  /** As `offsetsOf` gives it. */
  readonly offsetAt: (ms: number) => number;
}

/** The parameters with every time as an ISO moment in UTC. @throws TamarinError `usage` */
export function resolveTimes(raw: RawParameters, nowMs: number): RawParameters {
  const { last: _, month: __, ...rest } = raw;
  const clock = { nowMs, offsetAt: offsetsOf(readZone(raw)) };
  const times = ['from', 'to', 'since', 'until', 'day'].flatMap((name) => {
    const text = onlyValue(name, raw);
    return text === null ? [] : [[name, readMoment(name, text, clock)]];
  });
  const vs = onlyValue('vs', raw);
  const before = vs === null ? {} : { vs: readBefore(vs, clock) };
  return { ...rest, ...Object.fromEntries(times), ...before, ...readRange(raw, clock) };
}

/** The IANA name of `--tz`, as it was given. @throws TamarinError `usage` */
export function readZone(raw: RawParameters): string {
  const name = onlyValue('tz', raw) ?? 'UTC';
  try {
    offsetsOf(name);
    return name; // its own spelling of Asia/Kolkata is Asia/Calcutta
  } catch (cause) {
    throw new TamarinError('usage', `There is no time zone "${name}".`, {
      cause,
      hint: 'Use a name of the IANA list: UTC, Europe/Berlin, Asia/Kolkata.',
    });
  }
}

/** @throws TamarinError `usage` */
function readMoment(name: string, text: string, clock: Clock): string {
  const agoMs = readAgo(text);
  const ms = agoMs === null ? (readDay(text, clock) ?? readDate(text, clock)) : clock.nowMs - agoMs;
  // A zone may carry a time into the year 10000 or -1, which do not compare as text.
  const iso = ms === null ? null : new Date(ms).toISOString();
  if (iso !== null && /^\d/.test(iso)) return iso;
  throw new TamarinError('usage', `--${name} "${text}" is not a time.`, { hint: TIME_WANTED });
}

/** `today` and `yesterday` begin at their midnight. */
function readDay(text: string, { nowMs, offsetAt }: Clock): number | null {
  const daysBack = ['today', 'yesterday'].indexOf(text);
  if (daysBack < 0) return null;
  const localMs = nowMs + offsetAt(nowMs);
  return momentOf(localMs - (localMs % DAY_MS) - daysBack * DAY_MS, offsetAt);
}

function readDate(text: string, { offsetAt }: Clock): number | null {
  const iso = readIsoTime(text);
  if (iso === null) return null;
  return hasOffset(text) ? Date.parse(iso) : momentOf(Date.parse(iso), offsetAt);
}

/** Of `--last` or `--month`; of neither, nothing. */
function readRange(raw: RawParameters, clock: Clock): { from?: string; to?: string } {
  const given = ['last', 'month'].filter((name) => onlyValue(name, raw) !== null);
  const others = ['from', 'to'].filter((name) => onlyValue(name, raw) !== null);
  const [name, other] = [...given, ...others];
  if (name === undefined || given.length === 0) return {};
  if (other !== undefined)
    throw new TamarinError('usage', `--${name} is a range of its own: leave out --${other}.`);
  const text = onlyValue(name, raw) ?? '';
  return name === 'last' ? readLast(text, clock) : readMonth('month', text, clock);
}

/** `from..to`, of moments; `previous` as it stands. */
function readBefore(text: string, clock: Clock): string {
  if (text === PREVIOUS) return text;
  const [from, to, ...more] = text.split(RANGE_SIGN);
  if (from !== undefined && to !== undefined && more.length === 0)
    return [from, to].map((each) => readMoment('vs', each, clock)).join(RANGE_SIGN);
  if (new RegExp(MONTH_PATTERN).test(text)) {
    const month = readMonth('vs', text, clock);
    return [month.from, month.to].join(RANGE_SIGN);
  }
  throw new TamarinError('usage', `--vs "${text}" is no range.`, {
    hint: 'Use "previous", a month (2026-01), or a range: 2026-01-01..2026-01-15.',
  });
}

/** Up to now. */
function readLast(text: string, { nowMs }: Clock) {
  const spanMs = readSpan(text);
  if (spanMs !== null)
    return {
      from: new Date(nowMs - spanMs).toISOString(),
      to: new Date(nowMs).toISOString(),
    };
  throw new TamarinError('usage', `--last "${text}" is not a span of time.`, {
    hint: 'Use whole hours, days or weeks: 24h, 7d, 4w.',
  });
}

/** By the calendar of the zone. @throws TamarinError `usage` */
function readMonth(name: string, text: string, clock: Clock) {
  const iso = new RegExp(MONTH_PATTERN).test(text) ? readIsoTime(text) : null;
  if (iso === null)
    throw new TamarinError('usage', `--${name} "${text}" is not a month.`, {
      hint: 'Use year and month: 2026-02.',
    });
  const begin = new Date(iso);
  const next = new Date(Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + 1)).toISOString();
  return {
    from: readMoment(name, text, clock),
    to: readMoment(name, next.slice(0, 'yyyy-mm'.length), clock),
  };
}
