/** What every error that a user meets has in common. */
import type { Test } from 'tap';
import type { Result } from './run-tamarin.ts';

/** Without a stack, without more than a few lines, and with nothing on stdout. */
export function checkShape(t: Test, { stdout, stderr }: Result): void {
  t.equal(stdout, '');
  t.match(stderr, /^tamarin: |^error: /m);
  t.notMatch(stderr, /\n\s+at .*:\d+:\d+/, 'no stack');
}
