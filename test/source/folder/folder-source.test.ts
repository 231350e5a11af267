/**
 * Goal: a log object of a folder is read as it was listed, or fails alone and gives no half line; what
 * is no source says so.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { openFolderSource } from '../../../src/source/folder/folder-source.ts';
import { collect, list, makeFolder, never, now, read } from './test-folder.ts';

t.test('gzip and plain are read alike, whatever their names', async (t) => {
  const gzip = gzipSync('a\nb\n');
  const folder = makeFolder(t, { '1': 'a\nb\n', '2': gzip, '3.gz': gzip, '4.gz': 'a\nb\n' });
  const source = await openFolderSource(folder, now);
  for (const object of await list(folder))
    t.equal(await read(source, object), 'a\nb\n', object.logKey);
});

t.test('a single file is a source, under its own name', async (t) => {
  const folder = makeFolder(t, { 'logs/a.gz': gzipSync('a\n'), 'logs/b': '' });
  const source = await openFolderSource(`${folder}/logs/a.gz`, now);
  const objects = await list(`${folder}/logs/a.gz`);
  t.strictSame(
    objects.map(({ logKey }) => String(logKey)),
    ['a.gz'],
  );
  for (const object of objects) t.equal(await read(source, object), 'a\n');
  t.equal(source.name, `${folder}/logs/a.gz`, 'as the user wrote it');
});

t.test('a file that grows or shrinks while it is read fails, and gives no half line', async (t) => {
  const folder = makeFolder(t, { a: 'one\ntwo\n', b: 'one\ntwo\n' });
  const source = await openFolderSource(folder, now);
  const [grown, shrunk] = await list(folder);
  appendFileSync(join(folder, 'a'), 'thr');
  writeFileSync(join(folder, 'b'), 'one\nt');
  for (const object of [grown, shrunk]) {
    if (object === undefined) return t.fail('both are listed');
    await t.rejects(read(source, object), { message: 'it changed while it was being read' });
  }
  const got: Buffer[] = [];
  const open = grown === undefined ? [] : source.open(grown, never);
  try {
    for await (const part of open) if (Buffer.isBuffer(part)) got.push(part);
  } catch {
    // as above
  }
  t.equal(Buffer.concat(got).toString(), 'one\ntwo\n', 'what was listed, and no more');
});

t.test('names with blanks, quotes and letters of all kinds are read', async (t) => {
  const names = [' a', 'b\nc', 'd"\'e', 'ü 日本 😀', '%2F', 'a\\b', '[x]*?'];
  const folder = makeFolder(t, Object.fromEntries(names.map((name) => [name, `${name.length}\n`])));
  const source = await openFolderSource(folder, now);
  const objects = await list(folder);
  t.strictSame(new Set(objects.map(({ logKey }) => String(logKey))), new Set(names));
  for (const object of objects) t.equal(await read(source, object), `${object.logKey.length}\n`);
});

t.test('a path that is not there says so', async (t) => {
  const folder = makeFolder(t, { a: 'a\n' });
  const message = `Cannot read ${folder}/nothing: it does not exist.`;
  await t.rejects(openFolderSource(`${folder}/nothing`, now), { code: 'source_unreachable', message, hint: /tamarin sync/ }); // biome-ignore format: one assertion
  await t.rejects(openFolderSource(`${folder}/a/b`, now), { code: 'source_unreachable', message: /not a directory/ }); // biome-ignore format: one assertion
});

t.test('a log object that vanished after listing fails alone', async (t) => {
  const folder = makeFolder(t, { a: 'a\n' });
  const source = await openFolderSource(folder, now);
  const [object] = await list(folder);
  if (object === undefined) throw new Error('nothing was listed');
  const gone = { ...object, physicalId: `${object.physicalId}-gone` };
  await t.rejects(read(source, gone), { code: 'ENOENT' });
});

t.test('what failed is looked up: a file as it is now, and what is gone', async (t) => {
  const folder = makeFolder(t, { 'logs/a': 'a\n', 'logs-2/b': 'b\n' });
  const source = await openFolderSource(`${folder}/logs`, now);
  const [object] = await list(`${folder}/logs`);
  if (object === undefined) throw new Error('nothing was listed');
  t.strictSame(await source.describe(object, never), { kind: 'found', object });
  const lookUp = (path: string) => source.describe({ ...object, physicalId: `file:${folder}/${path}` }, never); // biome-ignore format: one call
  t.match(await lookUp('logs/nothing'), { kind: 'gone', reason: 'it no longer exists' });
  t.match(await lookUp('logs/a/below-a-file'), { kind: 'gone' });
  t.match(await lookUp('logs'), { kind: 'gone', reason: 'it can be read now' });
  t.ok(source.holds(object.physicalId));
  t.notOk(source.holds(`file:${folder}/logs-2/b`), 'its path only begins alike');
});

t.test('an abort ends listing and reading', async (t) => {
  const folder = makeFolder(t, { a: 'a\n', b: 'b\n' });
  const source = await openFolderSource(folder, now);
  const stopped = AbortSignal.abort();
  await t.rejects(collect(source.listPages(stopped)), { name: 'AbortError' });
  for (const object of await list(folder))
    await t.rejects(read(source, object, stopped), { name: 'AbortError' });
});
