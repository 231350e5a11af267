/**
 * Log objects as files: names as S3 gives them, compressed or plain, and every way in which the text
 * of one may end or be interrupted without a line being lost.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { LogObjectPlan } from './delivery.ts';
import { HOUR_S, PERIOD_FROM_S } from './period.ts';
import { randomFor } from './prng.ts';

export interface LogObject {
  /** Below the folder of the logs. */
  readonly name: string;
  readonly text: string;
  readonly isGzip: boolean;
}

/** Which of the small, plain log objects has which oddity. */
const CRLF = 1;
const BLANK_LINES = 3;
/**
 * A large one, because it is compressed: a plain file that lacks its last line end and is as new as
 * a fresh clone's would be taken for one that is still written to.
 */
const NO_LAST_LINE_END = 2;
/** Which of the large ones are gzip without saying so in their name. */
const HIDDEN_GZIP = [11, 94];
const EMPTY_HOURS = [77, 391, 640];

export function makeLogObjects(plans: readonly LogObjectPlan[]): LogObject[] {
  const random = randomFor('log-object-names');
  let [smallCount, largeCount] = [0, 0];
  const written = plans.map(({ deliveredS, lines, isSmall }) => {
    const name = nameOf(deliveredS, random.hex(16));
    if (isSmall) {
      smallCount += 1;
      return { name, text: smallText(lines, smallCount), isGzip: false };
    }
    largeCount += 1;
    const suffix = HIDDEN_GZIP.includes(largeCount) ? '' : '.gz';
    const text = largeCount === NO_LAST_LINE_END ? lines.join('\n') : joinLines(lines);
    return { name: `${name}${suffix}`, text, isGzip: true };
  });
  const empty = EMPTY_HOURS.map((hours, index) => {
    const name = nameOf(PERIOD_FROM_S + hours * HOUR_S + 5, random.hex(16));
    // One of them is compressed nothing: 20 bytes, no line.
    return index === 0
      ? { name: `${name}.gz`, text: '', isGzip: true }
      : { name, text: '', isGzip: false };
  });
  return [...written, ...empty];
}

function smallText(lines: readonly string[], position: number): string {
  if (position === CRLF) return lines.map((line) => `${line}\r\n`).join('');
  if (position === BLANK_LINES) {
    return `\n${lines.map((line, index) => (index % 4 === 0 ? `${line}\n\n` : `${line}\n`)).join('')}\n\n`;
  }
  return joinLines(lines);
}

const joinLines = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** `YYYY-MM-DD-hh-mm-ss-UniqueString`, the time of delivery. */
function nameOf(deliveredS: number, unique: string): string {
  const stamp = new Date(deliveredS * 1_000).toISOString().slice(0, 19);
  return `${stamp.replace(/[T:]/g, '-')}-${unique}`;
}

export const bytesOf = ({ text, isGzip }: LogObject): Buffer =>
  isGzip ? gzipSync(text, { level: 9 }) : Buffer.from(text);

/** Whether the bytes hold the same text, however another version of zlib would compress it. */
export function hasSameContent(bytes: Buffer, object: LogObject): boolean {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (isGzip !== object.isGzip) return false;
  return (isGzip ? gunzipSync(bytes) : bytes).equals(Buffer.from(object.text));
}
