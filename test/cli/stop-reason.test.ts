/** Goal: the exit code says how a command ended, and one press of Ctrl-C is counted once. */
import t from 'tap';
import { exitCodeOf, SignalCount, type StopReason } from '../../src/cli/stop-reason.ts';
import type { ErrorCode } from '../../src/core/error.ts';

// biome-ignore format: a table, one row an ending
const ENDINGS: readonly (readonly [string, number | ErrorCode, StopReason | undefined, number])[] = [
  ['by itself', 0, undefined, 0],
  ['by itself, with failed log objects', 3, undefined, 3],
  ['with an error', 'source_denied', undefined, 4],
  ['by Ctrl-C', 'interrupted', 'SIGINT', 130],
  ['by TERM', 'interrupted', 'SIGTERM', 143],
  ['by a closed terminal', 'interrupted', 'SIGHUP', 129],
  ['well, after Ctrl-C: `up` after its answers', 0, 'SIGINT', 0],
  ['well, but by a closed terminal', 0, 'SIGHUP', 129],
  ['with failed log objects, by a closed terminal', 3, 'SIGHUP', 3],
  ['with an error while it stopped', 'opensearch_failed', 'SIGTERM', 1],
  ['by a reader that has seen enough', 'interrupted', 'pipe_closed', 0],
  ['with failed log objects, and its reader had seen enough', 3, 'pipe_closed', 3],
  ['well, but its output is cut off', 0, 'output_failed', 1],
  ['with failed log objects, and its output is cut off', 3, 'output_failed', 1],
  ['stopped because its output is cut off', 'interrupted', 'output_failed', 1],
];
for (const [name, end, reason, wanted] of ENDINGS)
  t.test(`ended ${name}: ${wanted}`, async (t) => t.equal(exitCodeOf(end, reason), wanted));

const NPM = { npm_lifecycle_event: 'start' };
// biome-ignore format: a table, one row a case
const PRESSES = [
  { name: 'the second one, half a second later', env: {}, signals: [['SIGINT', 0], ['SIGINT', 500]], forces: true },
  { name: 'another signal than the first', env: {}, signals: [['SIGINT', 0], ['SIGTERM', 200]], forces: true },
  { name: 'two at once: `timeout` sends to the process and to its group', env: {}, signals: [['SIGTERM', 0], ['SIGTERM', 1]], forces: false },
  { name: 'the same one, handed on by a slow npm', env: NPM, signals: [['SIGINT', 0], ['SIGINT', 400]], forces: false },
  { name: 'the second one, under npm', env: NPM, signals: [['SIGINT', 0], ['SIGINT', 1], ['SIGINT', 600]], forces: true },
  { name: 'under npm test it is not npm that hands on', env: { npm_lifecycle_event: 'test' }, signals: [['SIGINT', 0], ['SIGINT', 400]], forces: true },
  { name: 'a terminal that is gone, told twice', env: {}, signals: [['SIGHUP', 0], ['SIGHUP', 800]], forces: false },
] as const;
for (const { name, env, signals, forces } of PRESSES) {
  t.test(`${name}: ${forces ? 'forces' : 'does not force'}`, async (t) => {
    const count = new SignalCount(env);
    const results = signals.map(([signal, ms]) => count.isForcing(signal, 1_000 + ms));
    t.strictSame(results, [...signals.slice(1).map(() => false), forces]);
  });
}
