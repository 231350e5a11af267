/** Goal: the log is JSON, a line a sync, and holds no secret in whatever form. */
import t from 'tap';
import { TamarinError } from '../../src/core/error.ts';
import { SyncTally } from '../../src/sync/run/sync-report.ts';
import type { LogLevel } from '../../src/telemetry/make-logger.ts';
import { makeTelemetry } from '../../src/telemetry/telemetry.ts';

const SECRET = 'hunter2/canary+"x"';

function logOf(level: LogLevel, secrets: readonly string[] = [SECRET]) {
  const lines: string[] = [];
  const telemetry = makeTelemetry({
    level,
    write: (line) => lines.push(line),
    secrets,
    now: Date.now,
  });
  t.teardown(() => telemetry.close());
  return { telemetry, logger: telemetry.logger, lines };
}

const report = (failed: number) => ({
  syncId: '20260301T120000Z-abc',
  source: 's3://logs/2026/',
  dryRun: false,
  listing: 'recent' as const,
  objects: { ...new SyncTally().objects, done: 3, failed },
  lines: 7,
  indexed: 7,
  duplicates: 0,
  rejected: 0,
  skipped: 0,
  removed: 0,
  bytesRead: 900,
  olderReader: 0,
  seconds: 1.5,
  failures: [{ key: 'a-key', reason: 'cut' }],
});

t.test(
  'a sync is one line, with its counts and its alias, and no name of a log object',
  async (t) => {
    const { telemetry, lines } = logOf('info');
    telemetry.watchSync('media', new SyncTally()).done(report(0));
    t.equal(lines.length, 1);
    const [line = ''] = lines;
    t.match(JSON.parse(line), {
      level: 'info',
      time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
      msg: 'a sync ended',
      source: 'media',
      syncId: '20260301T120000Z-abc',
      objects: { done: 3 },
      indexed: 7,
      seconds: 1.5,
    });
    t.notMatch(line, 'a-key');
    t.equal(line.indexOf('\n'), line.length - 1);
  },
);

t.test('failed log objects warn, a failed sync is an error, a stopped one is none', async (t) => {
  const { telemetry, lines } = logOf('warn');
  const watch = () => telemetry.watchSync('media', new SyncTally());
  watch().done(report(0));
  watch().done(report(2));
  watch().failed(new TamarinError('source_denied', 'Cannot list s3://logs/.', { hint: 'Allow.' }));
  watch().failed(new TamarinError('interrupted', 'Stopped.'));
  watch().failed(new Error('unexpected'));
  t.match(
    lines.map((line) => JSON.parse(line)),
    [
      { level: 'warn', objects: { failed: 2 } },
      { level: 'error', code: 'source_denied', error: 'Cannot list s3://logs/.', hint: 'Allow.' },
      { level: 'warn', code: 'interrupted' },
      { level: 'error', error: 'unexpected' },
    ],
  );
});

t.test('the level says what is left out', async (t) => {
  // biome-ignore format: a table, one row a level
  const lengths: readonly (readonly [LogLevel, number])[] = [['trace', 4], ['debug', 3], ['info', 2], ['warn', 1], ['silent', 0]];
  for (const [level, length] of lengths) {
    const { logger, lines } = logOf(level);
    for (const name of ['trace', 'debug', 'info', 'warn'] as const) logger[name]('x');
    t.equal(lines.length, length, level);
  }
});

t.test('no secret is logged, wherever it stands and in whatever form', async (t) => {
  const { logger, lines } = logOf('trace');
  const error = new Error(`cannot connect to http://me:${encodeURIComponent(SECRET)}@host`);
  error.cause = new Error(SECRET);
  logger.error({ err: error, deep: [{ header: { authorization: `Bearer ${SECRET}` } }] }, SECRET);
  logger.child({ password: SECRET }).info(`${SECRET} and %s`, SECRET);
  logger.info({
    url: '/a?X-Amz-Signature=0123456789abcdef&X-Amz-Security-Token=FwoGZXIvYXdz&sig=q',
  });
  const said = lines.join('');
  t.equal(lines.length, 3);
  for (const form of [
    SECRET,
    encodeURIComponent(SECRET),
    JSON.stringify(SECRET).slice(1, -1),
    'hunter2',
    '0123456789abcdef',
    'FwoGZXIvYXdz',
  ])
    t.notMatch(said, form, form);
  t.match(said, 'REDACTED');
  for (const line of lines) t.ok(JSON.parse(line), 'still JSON');
});

t.test('a value too short to be told from a word is left', async (t) => {
  const { logger, lines } = logOf('info', ['abc', '']);
  logger.info('abc');
  t.match(lines.join(), '"msg":"abc"');
});
