/**
 * A program that uses the engine, for tests that need more than one process. Argument: the data
 * directory. Writes one JSON line for each thing that happens; the line `release` on stdin releases,
 * any other ends the program as an error that nobody caught does.
 */
import { once } from 'node:events';
import { startEngine } from '../../src/engine/start-engine.ts';
import { TEST_IMAGE } from '../support/test-image.ts';

const report = (event: object): void => {
  process.stdout.write(`${JSON.stringify(event)}\n`);
};

const engine = await startEngine({
  dataDir: process.argv[2] ?? '',
  port: 0,
  image: TEST_IMAGE,
  say: (line) => report({ event: 'said', line }),
  atExit: (task) => {
    process.on('exit', task);
    return () => process.off('exit', task);
  },
});
report({ event: 'up', url: engine.url, version: engine.version, started: engine.started });
const [asked] = await once(process.stdin, 'data');
if (String(asked) !== 'release\n') process.exit(1);
await engine.release();
process.stdin.destroy();
