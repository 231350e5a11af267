/**
 * Goal: 200 GETs a second beside a sync that runs, and none fails. TAMARIN_LOAD_SECONDS=60 asks at full
 * length. How long the answers take is a matter of `npm run bench service`, on a quiet machine.
 */
import t from 'tap';
import { getAtRate } from '../support/open-loop.ts';
import { testPrefix } from '../support/opensearch.ts';
import { startService } from '../support/running-service.ts';
import { readAnswerKey } from '../support/samples.ts';

const SECONDS = Number(process.env.TAMARIN_LOAD_SECONDS ?? 6);
const PER_SECOND = 200;

interface ToldSync {
  readonly state: string;
  readonly lines: number;
  readonly links: { readonly self: string; readonly events: string };
}

const readSync = async (response: Response): Promise<ToldSync> =>
  (await response.json()) as ToldSync; // of our own service

const startSync = async (url: string): Promise<ToldSync> =>
  readSync(
    await fetch(`${url}/sync`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"overwrite": true}',
    }),
  );

t.test(`${PER_SECOND} GETs a second for ${SECONDS} s beside a sync: no error`, async (t) => {
  const env = { TAMARIN_INDEX_PREFIX: testPrefix(t) };
  const { url } = await startService(t, env, ['--samples']);
  const first = await startSync(url);
  const loading = getAtRate({
    url,
    paths: ['/livez', first.links.self],
    perSecond: PER_SECOND,
    seconds: SECONDS,
  });
  let isLoaded = true;
  void loading.finally(() => {
    isLoaded = false;
  });
  for (let sync = first; ; sync = await startSync(url)) {
    await (await fetch(url + sync.links.events)).text(); // ends with the sync
    const { state, lines } = await readSync(await fetch(url + sync.links.self)); // one after the other
    t.match({ state, lines }, { state: 'done', lines: readAnswerKey().lines });
    if (!isLoaded) break;
  }
  const { timesMs, errors } = await loading;
  t.strictSame(errors, []);
  const answers = [...timesMs.values()].reduce((sum, times) => sum + times.length, 0);
  t.equal(answers, PER_SECOND * SECONDS);
});
