/**
 * The line as it counts: without spaces and tabs at its ends, which editors and pipes add and S3
 * never writes. Only these two: NUL, CR and a BOM stay, since ids of records are made of the rest.
 */
const SPACE = 0x20;
const TAB = 0x09;

export function trimBlanks(line: string): string {
  let start = 0;
  let end = line.length;
  while (isBlankAt(line, start)) start += 1;
  while (end > start && isBlankAt(line, end - 1)) end -= 1;
  return end - start === line.length ? line : line.slice(start, end);
}

function isBlankAt(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code === SPACE || code === TAB;
}
