/** Goal: the image holds Tamarin and nothing else, runs locked down as a number, and works in a pipe. */
import t from 'tap';
import { readAnswerKey, readSampleFiles } from '../support/samples.ts';
import { docker, tryDocker, whyNoContainers } from './docker.ts';
import {
  BASE_IMAGE,
  buildProductImage,
  inspect,
  LOCKED_DOWN,
  PRODUCT_IMAGE,
} from './product-image.ts';

const SIZE_BEYOND_BASE_MAX_BYTES = 250e6;
const skip = await whyNoContainers();

t.test('the image of Tamarin', { skip: skip !== null && skip }, async (t) => {
  await buildProductImage();
  const run = (...command: readonly string[]) =>
    docker('run', '--rm', '--network=none', ...LOCKED_DOWN, ...command);

  t.test('is small, and its user is a number', async (t) => {
    t.match(String(await inspect(PRODUCT_IMAGE, '.Config.User')), /^[1-9]\d*:[1-9]\d*$/);
    const size = Number(await inspect(PRODUCT_IMAGE, '.Size'));
    const beyond = size - Number(await inspect(BASE_IMAGE, '.Size'));
    t.comment(
      `${Math.round(size / 1e6)} MB, ${Math.round(beyond / 1e6)} MB of them beyond its base`,
    );
    t.ok(beyond > 0 && beyond < SIZE_BEYOND_BASE_MAX_BYTES, `${beyond} bytes`);
  });

  t.test(
    'holds what a service needs, no development tool and no file of an operator',
    async (t) => {
      const list = `console.log(JSON.stringify(['.', 'docker', 'samples'].map((dir) => fs.readdirSync(dir).sort())))`;
      const listed = await run('--entrypoint=node', PRODUCT_IMAGE, '-e', list);
      t.strictSame(JSON.parse(listed), [
        [
          'docker',
          'engine',
          'index-templates',
          'node_modules',
          'package.json',
          'prices',
          'samples',
          'src',
        ],
        ['fill-store.ts', 'health.ts'],
        ['logs'],
      ]);
      const find = `console.log(['tap', 'typescript', 'testcontainers', 'fastify'].filter((name) => fs.existsSync('node_modules/' + name)).join())`;
      t.equal(await run('--entrypoint=node', PRODUCT_IMAGE, '-e', find), 'fastify');
    },
  );

  t.test('parses what comes through a pipe, without any OpenSearch', async (t) => {
    const [file] = readSampleFiles();
    const { code, stdout, stderr } = await tryDocker(
      ['run', '--rm', '-i', '--network=none', ...LOCKED_DOWN, PRODUCT_IMAGE, 'parse'],
      file?.bytes,
    );
    t.equal(code, 0, stderr);
    const records = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    t.ok(records.length > 0);
    t.match(stderr, `${records.length} records`);
    for (const record of records) t.ok(record.bucket.length > 0);
  });

  t.test('says in a sentence what a service without a token lacks', async (t) => {
    const { code, stderr } = await tryDocker(['run', '--rm', ...LOCKED_DOWN, PRODUCT_IMAGE]);
    t.equal(code, 78);
    t.match(stderr, 'Set TAMARIN_TOKEN or TAMARIN_TOKEN_FILE');
  });

  t.test('knows the samples', async (t) => {
    const count = `console.log(fs.readdirSync('samples/logs').length)`;
    const counted = await run('--entrypoint=node', PRODUCT_IMAGE, '-e', count);
    t.equal(Number(counted), readAnswerKey().objects);
  });
});
