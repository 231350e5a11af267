/**
 * Where a second record starts on a line: a line end was lost, or S3 tore a record off and wrote the
 * next one behind it. It shows by the line's own owner, a token and `[dd/Mon/yyyy:`, whatever stands
 * before the owner. A time alone is no sign: callers may send one.
 */
import { skipSpacesBack } from './skip-spaces.ts';

const DATE_START = /\[\d\d\/[A-Z][a-z][a-z]\/\d{4}:/g;

/**
 * -1 where there is none, and for nearly every line at the cost of one indexOf. `from`: behind the
 * third field. Each date looks back at the two tokens before it and no further: the cost is linear.
 */
export function secondRecordAt(line: string, owner: string, from: number): number {
  if (line.indexOf('[', from) === -1) return -1;
  DATE_START.lastIndex = from;
  for (let date = DATE_START.exec(line); date !== null; date = DATE_START.exec(line)) {
    const bucketEnd = skipSpacesBack(line, date.index);
    if (bucketEnd === date.index || bucketEnd <= from) continue;
    const bucketStart = line.lastIndexOf(' ', bucketEnd - 1) + 1;
    const ownerEnd = skipSpacesBack(line, bucketStart);
    const start = ownerEnd - owner.length;
    if (start < from || start <= line.lastIndexOf(' ', ownerEnd - 1)) continue;
    if (line.startsWith(owner, start)) return start;
  }
  return -1;
}
