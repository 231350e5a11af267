/**
 * Sends ready-made bulk requests, two in flight: the engine's own speed, the other yardstick of
 * `npm run bench sync`. `replay.ts <folder of bodies> <url>`
 */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { errors, newClient, Serializer } from '../../src/opensearch/client-library.ts';

const [folder = '', node = ''] = process.argv.slice(2);
const IN_FLIGHT = 2;
const client = newClient({ node, Serializer, maxRetries: 3, requestTimeout: 30_000 });
const files = readdirSync(folder).toSorted();

/** An engine that has no memory left for a request says so. */
const BUSY = 429;
const PAUSE_MS = 500;

async function send(body: Buffer): Promise<boolean> {
  try {
    const answer = await client.bulk({ body, filter_path: 'errors' } as never); // its types lack Buffer
    return (answer.body as { readonly errors: boolean }).errors; // as filtered
  } catch (error) {
    if (!(error instanceof errors.ResponseError && error.statusCode === BUSY)) throw error;
    await sleep(PAUSE_MS);
    return send(body);
  }
}

async function sendOneByOne(): Promise<void> {
  for (let file = files.shift(); file !== undefined; file = files.shift()) {
    const body = readFileSync(`${folder}/${file}`);
    if (await send(body)) throw new Error(`${file} failed`);
  }
}

await Promise.all(Array.from({ length: IN_FLIGHT }, sendOneByOne));
await client.close();
