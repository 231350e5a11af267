/**
 * Sends ready-made bulk requests, two in flight: the engine's own speed, the other yardstick of
 * `npm run bench sync`. `replay.ts <folder of bodies> <url>`
 */
import { readdirSync, readFileSync } from 'node:fs';
import { Client } from '@opensearch-project/opensearch';

const [folder = '', node = ''] = process.argv.slice(2);
const IN_FLIGHT = 2;
const client = new Client({ node });
const files = readdirSync(folder).toSorted();

async function sendOneByOne(): Promise<void> {
  for (let file = files.shift(); file !== undefined; file = files.shift()) {
    const body = readFileSync(`${folder}/${file}`);
    const answer = await client.bulk({ body, filter_path: 'errors' } as never); // its types lack Buffer
    if ((answer.body as { readonly errors: boolean }).errors) throw new Error(`${file} failed`); // as filtered
  }
}

await Promise.all(Array.from({ length: IN_FLIGHT }, sendOneByOne));
await client.close();
