/** Goal: the exported files are those that `setup` imports, and nobody's file is lost for them. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { runAt } from './run-at.ts';

/** No OpenSearch is asked. */
const run = (...args: readonly string[]) =>
  runAt('http://127.0.0.1:1', ['dashboards', 'export', ...args]);

const CHECKED_IN = new URL('../../dashboards/', import.meta.url);
const read = (folder: string | URL, name: string): string =>
  readFileSync(typeof folder === 'string' ? join(folder, name) : new URL(name, folder), 'utf8');

t.test('the files are those that are checked in; an earlier export is written over', async (t) => {
  const dir = join(t.testdir({}), 'new', 'folder');
  const { code, printed, talked } = await run('--dir', dir);
  t.equal(code, 0, talked);
  const names = readdirSync(CHECKED_IN).sort();
  t.strictSame(readdirSync(dir).sort(), names);
  for (const name of names) t.equal(read(dir, name), read(CHECKED_IN, name), name);
  t.strictSame(printed.trimEnd().split('\n').sort(), names.map((name) => join(dir, name))); // biome-ignore format: one call
  t.match(
    talked,
    `Saved objects > Import, choose ${join(dir, 'tamarin.ndjson')} (it holds all six)`,
  );

  writeFileSync(join(dir, 'search.ndjson'), read(dir, 'search.ndjson').slice(0, 500));
  const again = await run('--dir', dir, '--quiet');
  t.strictSame([again.code, again.talked], [0, '']);
  t.equal(read(dir, 'search.ndjson'), read(CHECKED_IN, 'search.ndjson'));
});

t.test('a file of another kind, or of another prefix, stops all of it', async (t) => {
  const dir = t.testdir({ 'search.ndjson': '{"mine":true}\n' });
  const refused = await run('--dir', dir);
  t.equal(refused.code, 'output_failed');
  t.match(refused.talked, `${join(dir, 'search.ndjson')} exists, and is no export of these dashboards; nothing was written. Name another folder with --dir`); // biome-ignore format: one line
  t.strictSame(readdirSync(dir), ['search.ndjson']);
  t.equal(read(dir, 'search.ndjson'), '{"mine":true}\n');
  const samples = t.testdir({ samples: {} });
  t.equal((await run('--dir', samples, '--samples')).code, 0);
  t.equal((await run('--dir', samples)).code, 'output_failed', 'the real ones over those of the samples'); // biome-ignore format: one line
});

t.test('a folder that cannot be made is told', async (t) => {
  const dir = join(t.testdir({ file: '' }), 'file');
  const { code, talked } = await run('--dir', dir);
  t.equal(code, 'output_failed');
  t.match(talked, /^Cannot write to .*file: ENOTDIR.*\. Name a folder/);
});

t.test('without a folder, one named after the prefix; --json names it all', async (t) => {
  const before = process.cwd();
  process.chdir(t.testdir({}));
  t.after(() => process.chdir(before));
  const { printed } = await run('--json', '--samples', '--index-prefix', 'acme');
  const { dir, all, files } = JSON.parse(printed);
  t.strictSame([dir, all, files.length], ['acme-samples-dashboards', 'acme-samples-dashboards/tamarin.ndjson', 7]); // biome-ignore format: one line
  t.ok(files.every((file: string) => existsSync(file)));
  const text = readFileSync(all, 'utf8');
  t.match(text, '"title":"acme-samples-records-*"');
  t.match(text, '"title":"Tamarin samples (acme): Overview"');
  t.notMatch(text, '"tamarin-');
});
