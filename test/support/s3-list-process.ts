/**
 * A process that only lists, so that its memory can be measured: prints how many keys it was given,
 * whether they came in order, and the most memory it held.
 */
import { lookBackFrom } from '../../src/source/log/key-window.ts';
import { openTestSource } from './s3-sync.ts';

const [endpoint = '', since = ''] = process.argv.slice(2);
const source = await openTestSource('s3://big-logs/', { endpoint });
let [keys, before, isSorted] = [0, '', true];
const window = since === '' ? null : lookBackFrom(Number(since));
for await (const page of source.listPages(new AbortController().signal, { window })) {
  for (const { logKey } of page) {
    isSorted &&= before < logKey;
    before = logKey;
  }
  keys += page.length;
}
await source.close();
const maxRssMib = process.resourceUsage().maxRSS / 1_024;
process.stdout.write(JSON.stringify({ keys, isSorted, maxRssMib }));
