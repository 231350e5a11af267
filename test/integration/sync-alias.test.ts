/** Goal: a source that the configuration names is synced by its alias, or by no name where it is the only one. */
import { join } from 'node:path';
import t from 'tap';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { readAll, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';

const LINES = [1, 2, 3, 4, 5].map((index) => `${ordinaryLine(index)}\n`).join('');

t.test('sync by alias and sync of the only source read the same log objects once', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir({
    'tamarin.yaml': `indexPrefix: ${prefix}\nsources:\n  - { alias: media, url: logs }\n`,
    logs: { 'a.log': LINES },
  });
  const file = ['--config', join(folder, 'tamarin.yaml'), '--json'];
  const first = await runTamarin(['sync', 'media', ...file]);
  t.equal(first.code, 0, first.stderr);
  t.match(JSON.parse(first.stdout), { source: join(folder, 'logs'), lines: 5, indexed: 5 });
  const second = await runTamarin(['sync', ...file]);
  t.match(JSON.parse(second.stdout), { objects: { listed: 1, skipped: 1 }, lines: 0 });
  t.equal((await readAll(`${prefix}-records-*`)).length, 5);
  const doctor = await runTamarin(['doctor', 'media', ...file]);
  t.equal(doctor.code, 0, doctor.stdout);
  t.match(doctor.stdout, `${join(folder, 'logs')}`);
});

t.test(
  'answers wait for the sources that the configuration names, and for no others',
  async (t) => {
    const prefix = testPrefix(t);
    const folder = t.testdir({
      'tamarin.yaml': `indexPrefix: ${prefix}\nsources:\n  - { alias: media, url: logs }\n`,
      logs: { 'a.log': LINES },
      other: { 'b.log': `${ordinaryLine(6)}\n`, 'c.gz': Buffer.from([0x1f, 0x8b, 8, 0, 1]) },
    });
    const file = ['--config', join(folder, 'tamarin.yaml'), '--json'];
    await runTamarin(['sync', 'media', ...file]);
    t.equal((await runTamarin(['sync', join(folder, 'other'), ...file])).code, 3);
    const asOf = async (...more: string[]) =>
      JSON.parse((await runTamarin(['timeline', ...more])).stdout).asOf;
    t.match(await asOf(...file), { complete: true, sources: [{ source: join(folder, 'logs') }] });
    const all = await asOf('--json', '--index-prefix', prefix);
    t.match(all, { complete: false, failed: 1, sources: { length: 2 } });
    const { stdout } = await runTamarin(['status', ...file]);
    const { asOf: told, sources } = JSON.parse(stdout);
    t.equal(told.complete, true);
    t.strictSame(sources.map(({ counts }: { counts: boolean }) => counts).sort(), [false, true]);
    const forgotten = await runTamarin(['status', '--forget', 'media', ...file]);
    t.equal(forgotten.code, 0, forgotten.stderr);
    t.match(await asOf('--json', '--index-prefix', prefix), { sources: { length: 1 } });
  },
);

t.test(
  'a wrong name, or none where there are several, is told before anything starts',
  async (t) => {
    const folder = t.testdir({
      'tamarin.yaml': 'sources:\n  - { alias: a, url: x }\n  - { alias: b, url: y }\n',
    });
    const file = ['--config', join(folder, 'tamarin.yaml')];
    const env = { OPENSEARCH_URL: 'http://127.0.0.1:1' };
    const none = await runTamarin(['sync', ...file], env);
    t.equal(none.code, 2);
    t.match(none.stderr, /No source was given, and the configuration names a, b\./);
    const wrong = await runTamarin(['sync', 'c', ...file], env);
    t.equal(wrong.code, 5);
    t.match(wrong.stderr, /neither a path nor a source c\.\nThe configuration names a, b\./);
  },
);
