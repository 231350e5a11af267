/** Times on the command line, as commander reads them. */
import { InvalidArgumentError } from 'commander';
import { ISO_TIME_WANTED, readIsoTime } from '../core/iso-time.ts';

/** As `2026-01-17T00:00:00.000Z`. @throws InvalidArgumentError */
export function isoTime(text: string): string {
  const time = readIsoTime(text);
  if (time === null) throw new InvalidArgumentError(ISO_TIME_WANTED);
  return time;
}
