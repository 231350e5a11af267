/**
 * Goal: two S3 prefixes, one within the other, are two sources: both may be synced at the same time, which
 * costs reading twice, and no record.
 */
import t from 'tap';
import { readIds, testPrefix } from '../support/opensearch.ts';
import { idsOf, makeLogObjects } from '../support/s3-log-objects.ts';
import { putFiles, startS3 } from '../support/s3-server.ts';
import { finalOf, start } from '../support/start-sync.ts';
import { startTestService } from '../support/sync-service.ts';

t.test(
  'overlapping prefixes are synced at the same time, and every record counts once',
  async (t) => {
    const s3 = await startS3();
    t.teardown(() => s3.close());
    const files = makeLogObjects({
      count: 12,
      lines: 10,
      at: new Date(Date.now() - 3_600_000),
      prefix: 'logs/',
      form: () => 'plain',
    });
    await putFiles(s3, 'two-sources', files);
    const prefix = testPrefix(t);
    const { service } = await startTestService(t, {
      prefix,
      sources: { all: 's3://two-sources/', logs: 's3://two-sources/logs/' },
      env: {
        AWS_ENDPOINT_URL_S3: s3.url,
        TAMARIN_S3_PATH_STYLE: 'true',
        TAMARIN_S3_ANONYMOUS: 'true',
        AWS_REGION: 'eu-west-1',
      },
    });
    const begun = await Promise.all([
      start(service, { alias: 'all' }),
      start(service, { alias: 'logs' }),
    ]);
    t.strictSame(
      begun.map(({ kind }) => kind),
      ['started', 'started'],
    );
    const ends = await Promise.all(begun.map(({ sync }) => finalOf(service, sync.syncId)));
    const ids = idsOf(files);
    t.strictSame(await readIds(`${prefix}-records-*`), ids);
    t.equal(
      ends.reduce((sum, { indexed }) => sum + indexed, 0),
      ids.size,
    );
    for (const { state, lines, indexed, duplicates, rejected, skipped } of ends) {
      t.equal(state, 'done');
      t.equal(lines, indexed + duplicates + rejected + skipped);
    }
  },
);
