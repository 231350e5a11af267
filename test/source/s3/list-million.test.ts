/**
 * Goal: a large bucket is listed whole in bounded memory, and an idle pass costs few calls.
 * TAMARIN_S3_KEYS=1000000 runs it at its full size.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { lookBackFrom } from '../../../src/source/log/key-window.ts';
import { NODE_FLAGS } from '../../support/node-flags.ts';
import { type Section, startListingServer } from '../../support/s3-listing-server.ts';

const KEYS = Number(process.env.TAMARIN_S3_KEYS ?? 20_000);
const MEMORY_MIB_MAX = 256;
const FROM_MS = Date.parse('2024-02-01T00:00:00Z');
const UNTIL_MS = Date.parse('2026-01-17T00:00:00Z');
const LISTER = fileURLToPath(new URL('../../support/s3-list-process.ts', import.meta.url));

const unique = (at: number): string => at.toString(16).toUpperCase().padStart(16, '0');
const timeOf = (at: number, count: number): string =>
  new Date(FROM_MS + Math.floor((at / count) * (UNTIL_MS - FROM_MS))).toISOString().slice(0, 19);

function flat(count: number): Section {
  return { count, keyAt: (at) => `${timeOf(at, count).replace(/[T:]/g, '-')}-${unique(at)}` };
}

function partition(prefix: string, count: number): Section {
  return {
    count,
    keyAt: (at) => {
      const day = timeOf(at, count).slice(0, 10);
      return `${prefix}${day.replaceAll('-', '/')}/${day}-00-00-00-${unique(at)}`;
    },
  };
}

const tenth = KEYS / 10;
const layouts: Readonly<Record<string, readonly Section[]>> = {
  flat: [flat(KEYS)],
  partitioned: [
    partition('111111111111/eu-west-1/a/', 4 * tenth),
    partition('111111111111/eu-west-1/b/', 3 * tenth),
    partition('999999999999/us-east-1/c/', 3 * tenth),
  ],
  'both under one prefix': [
    partition('111111111111/eu-west-1/a/', 2 * tenth),
    flat(5 * tenth),
    partition('999999999999/us-east-1/b/', 2 * tenth),
    partition('999999999999/us-east-1/c/', tenth),
  ],
};

interface Listed {
  readonly keys: number;
  readonly isSorted: boolean;
  readonly maxRssMib: number;
}

async function list(endpoint: string, since: string): Promise<Listed> {
  const args = [...NODE_FLAGS, LISTER, endpoint, since];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

for (const [name, sections] of Object.entries(layouts)) {
  t.test(`${name}: ${KEYS} keys are listed whole, then only what is recent`, async (t) => {
    const server = await startListingServer(sections);
    t.teardown(() => server.close());
    const whole = await list(server.url, '');
    t.match(whole, { keys: KEYS, isSorted: true }, 'each key once, in order');
    t.ok(whole.maxRssMib <= MEMORY_MIB_MAX, `${Math.round(whole.maxRssMib)} MiB`);
    t.equal(server.calls, KEYS / 1_000, 'a call a thousand keys');

    server.calls = 0;
    const idle = await list(server.url, String(UNTIL_MS));
    const { stamp, day } = lookBackFrom(UNTIL_MS).from;
    let recent = 0;
    for (const { count, keyAt } of sections) {
      for (let at = count - 1; at >= 0; at -= 1) {
        const key = keyAt(at);
        if (key.includes('/') ? key.split('/').slice(3, 6).join('/') < day : key < stamp) break;
        recent += 1;
      }
    }
    t.equal(idle.keys, recent, `all ${recent} keys of the look-back`);
    const callsMax = Math.floor(recent / 1_000) + sections.length + 5;
    t.ok(server.calls <= callsMax, `${server.calls} calls, at most ${callsMax}`);
    t.comment(
      `${Math.round(whole.maxRssMib)} MiB, ${server.calls} calls for ${recent} recent keys`,
    );
  });
}
