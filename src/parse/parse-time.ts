/**
 * Field 3, `dd/Mon/yyyy:hh:mm:ss +zzzz` without its brackets. S3 always writes +0000; other offsets
 * are honoured, because edited logs have them. Lines of a log fall on few days, so what a date is
 * worth is kept.
 */
import { detach } from '../core/detach.ts';

export interface LoggedTime {
  /** Seconds since 1970-01-01 UTC. */
  readonly seconds: number;
  /** That moment as `2026-01-31T23:59:59Z`. */
  readonly text: string;
}

interface LoggedDate {
  readonly logged: string;
  readonly seconds: number;
  /** `2026-01-31T` */
  readonly text: string;
}

const FORM = /^\d\d\/[A-Z][a-z][a-z]\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DATE_LENGTH = 'dd/Mon/yyyy'.length;
/** A log of forty years has 15,000 days; more is an attack, and the cache starts again. */
const DATES_MAX = 16_384;
const dates = new Map<string, LoggedDate>();
let lastDate: LoggedDate | null = null;

/** Null where the text has another form or names a moment that does not exist. */
export function parseTime(text: string): LoggedTime | null {
  return FORM.test(text) ? readTime(text) : null;
}

/** `parseTime` for a text that is known to have the form. */
export function readTime(text: string): LoggedTime | null {
  const logged = text.slice(0, DATE_LENGTH);
  const date = lastDate?.logged === logged ? lastDate : readDate(logged);
  if (date === null) return null;
  const hours = twoDigits(text, 12);
  const minutes = twoDigits(text, 15);
  const seconds = twoDigits(text, 18);
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const offsetHours = twoDigits(text, 22);
  const offsetMinutes = twoDigits(text, 24);
  if (offsetHours > 23 || offsetMinutes > 59) return null;
  const offset = (offsetHours * 60 + offsetMinutes) * 60;
  const local = date.seconds + (hours * 60 + minutes) * 60 + seconds;
  if (offset === 0) return { seconds: local, text: `${date.text}${text.slice(12, 20)}Z` };
  const utc = text[21] === '-' ? local + offset : local - offset;
  return { seconds: utc, text: new Date(utc * 1000).toISOString().replace('.000Z', 'Z') };
}

function readDate(logged: string): LoggedDate | null {
  const date = dates.get(logged) ?? computeDate(logged);
  if (date === null) return null;
  if (!dates.has(logged)) {
    if (dates.size >= DATES_MAX) dates.clear();
    dates.set(date.logged, date);
  }
  lastDate = date;
  return date;
}

function computeDate(logged: string): LoggedDate | null {
  const day = Number(logged.slice(0, 2));
  const month = MONTHS.indexOf(logged.slice(3, 6));
  const midnight = new Date(0);
  midnight.setUTCFullYear(Number(logged.slice(7)), month, day);
  // Date rolls the 31st of February over to March: then the day is another one.
  if (month === -1 || midnight.getUTCDate() !== day) return null;
  const text = midnight.toISOString().slice(0, 'yyyy-mm-ddT'.length);
  return { logged: detach(logged), seconds: midnight.getTime() / 1000, text };
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}
