/** Goal: a help text, and a command that needs no service, load none of what takes long to load. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** Tells at the end which packages and which rooms of our own were loaded. */
const RECORDER = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const packages = new Set();
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const [, name] = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(resolved.url) ?? /\\/(src\\/[^/]+)\\//.exec(resolved.url) ?? [];
      if (name !== undefined) packages.add(name);
      const [, api] = /opensearch-project\\/opensearch\\/(api\\/.*)/.exec(resolved.url) ?? [];
      if (api !== undefined) packages.add(api);
      return resolved;
    },
  });
  process.on('exit', () => console.log('LOADED ' + [...packages].join(' ')));
`)}`;

function loadedBy(...args: readonly string[]): readonly string[] {
  const { stdout } = spawnSync(process.execPath, ['--import', RECORDER, MAIN, ...args], {
    encoding: 'utf8',
    input: '',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return (/^LOADED (.*)$/m.exec(stdout)?.[1] ?? '').split(' ');
}

t.test('a help text loads the command line parser, and no service or client', async (t) => {
  for (const args of [['--help'], ['serve', '--help'], ['top', '--help']]) {
    const loaded = loadedBy(...args);
    t.ok(loaded.includes('commander'));
    for (const name of ['fastify', 'typebox', 'pino', 'prom-client', '@fastify/helmet', '@opensearch-project/opensearch', '@aws-sdk/client-s3']) // biome-ignore format: one list
      t.notOk(loaded.includes(name), `${args.join(' ')}: ${name}`);
  }
});

t.test('parse loads no service', async (t) => {
  const loaded = loadedBy('parse');
  t.ok(loaded.includes('isbot'), 'what it needs');
  t.notOk(loaded.includes('fastify'));
  t.notOk(loaded.includes('pino'));
});

t.test('a command that asks nothing loads no questions', async (t) => {
  for (const command of ['sync', 'doctor'])
    t.notOk(loadedBy(command, '--help').includes('src/questions'), command);
  t.ok(loadedBy('top', '--help').includes('src/questions'), 'where they are needed they are seen');
});

t.test('a sync loads of its packages only what it uses', async (t) => {
  const folder = t.testdir({ log: 'no log' });
  const loaded = loadedBy('sync', folder, '--opensearch', 'http://127.0.0.1:9'); // nothing listens there
  const functions = loaded.filter((name) => name.startsWith('api/'));
  t.strictSame(functions, ['api/utils.js', 'api/_core/info.js']);
  for (const name of ['yaml', 'string-width', 'mmdb-lib', 'croner', '@aws-sdk/client-s3'])
    t.notOk(loaded.includes(name), name);
});
