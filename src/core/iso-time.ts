/** Times that a person gives: ISO dates and times; without a zone they are UTC. */

const ISO_TIME =
  /^\d{4}-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?)?)?$/;

/** For who describes what is taken: not every text that fits is a day that there is. */
export const ISO_TIME_PATTERN = ISO_TIME.source;

/** Completes "…: this is wanted". */
export const ISO_TIME_WANTED = 'Use an ISO date or time: 2026-01-17 or 2026-01-17T13:00Z.';

/** As `2026-01-17T00:00:00.000Z`; null where the text is no such time. */
export function readIsoTime(text: string): string | null {
  const match = ISO_TIME.exec(text);
  if (match === null) return null;
  const hasTime = text.length > 'yyyy-mm-dd'.length;
  const time = Date.parse(hasTime && match[1] === undefined ? `${text.replace(' ', 'T')}Z` : text);
  // Date.parse takes the 31st of February for the 3rd of March.
  if (Number.isNaN(time) || !isDayOfMonth(text)) return null;
  const iso = new Date(time).toISOString();
  // A zone may carry it into the year 10000 or -1, which do not compare as text.
  return /^\d/.test(iso) ? iso : null;
}

/** Of a time that `readIsoTime` reads: whether it says itself how far it is from UTC. */
export const hasOffset = (text: string): boolean => ISO_TIME.exec(text)?.[1] !== undefined;

function isDayOfMonth(text: string): boolean {
  const [year = 0, month = 1, day = 1] = text.slice(0, 'yyyy-mm-dd'.length).split('-').map(Number);
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
