/** The last lines of the engine's log that tell a person something: causes, not stack frames. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES_MAX = 64 * 1024;
const LINES_MAX = 10;
const LINE_CHARACTERS_MAX = 300;
/** Stack frames, the JVM's warnings, the runner's greeting, OpenSearch's own news at level INFO. */
const NOISE =
  /^\s*$|^\s+at |^\s*\.\.\. \d+ more|\]\s+at |^WARNING: |^Creating |^(?:Cluster|Base|Num|Node|HTTP|Data|Log) [A-Z]|\]\[INFO ?\]|^Closed all|SLF4J/;

export function readLogTail(file: string): string {
  const text = readEnd(file);
  const lines = text.split('\n').filter((line) => !NOISE.test(line));
  // A start that failed before OpenSearch logged at all has only the noise to show.
  const shown = lines.length > 0 ? lines : text.trim().split('\n');
  return shown
    .slice(-LINES_MAX)
    .map((line) => line.slice(0, LINE_CHARACTERS_MAX))
    .join('\n');
}

function readEnd(file: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return '(no log)';
  }
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES_MAX));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}
