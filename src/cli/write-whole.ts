/** Writes all of a text to a file, or says that it could not. */
import { writeSync } from 'node:fs';

/**
 * Node's stream for a file takes a write that a full disk cut short for a whole one: the answer would
 * end in the middle, with exit code 0. @throws Error ENOSPC and the like
 */
export function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}
