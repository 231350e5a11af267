/** Goal: where logging is off, doctor and docs/no-logs.md name the same command, and a policy that fits it. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { judgeLogging } from '../../src/doctor/diagnose-logging.ts';
import { loggingCommand } from '../../src/doctor/switch-on-logging.ts';

const DOC = readFileSync(new URL('../../docs/no-logs.md', import.meta.url), 'utf8');
const blocks = (language: string): readonly string[] =>
  [...DOC.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text); // biome-ignore format: one list

const PLACE = { sourceBucket: 'media', logBucket: 'my-log-bucket', prefix: 'logs/' };
const statusOf = (command: string) => JSON.parse(/--bucket-logging-status '(.*)'/.exec(command)?.[1] ?? ''); // biome-ignore format: one rule

t.test('the command of the docs is that of doctor, with and without folders by day', async (t) => {
  const commands = blocks('sh').filter((text) => text.includes('put-bucket-logging'));
  t.equal(commands[0], `${loggingCommand(PLACE)}\n`);
  t.strictSame(statusOf(commands[0] ?? ''), {
    LoggingEnabled: {
      TargetBucket: 'my-log-bucket',
      TargetPrefix: 'logs/',
      TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: 'EventTime' } },
    },
  });
  const { LoggingEnabled } = statusOf(commands[1] ?? '');
  t.strictSame(LoggingEnabled, { TargetBucket: 'my-log-bucket', TargetPrefix: 'logs/' });
});

t.test('the policy of the docs lets S3 deliver to that prefix', async (t) => {
  const [policy = ''] = blocks('json');
  t.match(JSON.parse(policy).Statement[0], {
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${PLACE.logBucket}/${PLACE.prefix}*`,
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${PLACE.sourceBucket}` } },
  });
});

t.test('doctor says it of the bucket whose logging is off', async (t) => {
  const { state, seen, hint } = judgeLogging('media', 's3://my-log-bucket/logs/', null, '');
  t.equal(state, 'warning');
  t.match(seen, 'Logging of media is off');
  for (const part of ['not retroactive', loggingCommand(PLACE), 'docs/no-logs.md', 'about an hour', 'Amazon promises no time']) t.match(hint, part); // biome-ignore format: one list
});

t.test('a name of a bucket or prefix does not leave its word of the shell', async (t) => {
  t.match(loggingCommand({ ...PLACE, sourceBucket: null, prefix: "it's/" }), /--bucket BUCKET .*it'\\''s\//); // biome-ignore format: one pattern
});
