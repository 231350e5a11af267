/**
 * A program that uses the engine, for tests that need more than one process. Argument: the data
 * directory. Writes one JSON line for each thing that happens; a line on stdin releases.
 */
import { once } from 'node:events';
import { startEngine } from '../../src/engine/start-engine.ts';

const report = (event: object): void => {
  process.stdout.write(`${JSON.stringify(event)}\n`);
};

const engine = await startEngine({
  dataDir: process.argv[2] ?? '',
  port: 0,
  say: (line) => report({ event: 'said', line }),
});
report({ event: 'up', url: engine.url, version: engine.version, started: engine.started });
await once(process.stdin, 'data');
await engine.release();
process.stdin.destroy();
