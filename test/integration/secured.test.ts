/**
 * Goal: against a server with users and rights, the rights of README.md are enough, one that is
 * missing is named, and nobody who may see only a part is given it as the whole.
 */
import { writeFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { type Result, runTamarin } from '../support/run-tamarin.ts';
import { everyNthSample } from '../support/samples.ts';
import {
  PASSWORD,
  type SecuredOpenSearch,
  startSecuredOpenSearch,
} from '../support/secured-opensearch.ts';
import { CLOSE, HIDDEN, OPEN, RECORDS, REMOVALS, SEARCH, USERS } from '../support/secured-roles.ts';

/** Rights do not depend on how much there is. */
const samples = everyNthSample(4);
const { counts } = samples;
const logs = samples.folder(t);

const node = await startSecuredOpenSearch();
if (node === null) {
  t.pass('a secured server was asked', { skip: 'there is no JDK 17, Maven or openssl here' });
} else {
  // In one test: what is asked between its parts would else be taken for the end of the file.
  await t.test('a server with users and rights', async (t) => {
    t.teardown(() => node.stop());
    await secured(t, node);
  });
}

async function secured(t: Test, node: SecuredOpenSearch): Promise<void> {
  const base = {
    OPENSEARCH_URL: node.url,
    OPENSEARCH_CA_FILE: node.caFile,
    TAMARIN_REPLICAS: '0',
  };
  const as = (user: string, ...args: readonly string[]): Promise<Result> =>
    runTamarin(args, { ...base, OPENSEARCH_USERNAME: user, OPENSEARCH_PASSWORD: PASSWORD });
  const count = async (): Promise<number> => {
    await node.request('POST', `/${RECORDS}/_refresh`);
    const { body } = await node.request('GET', `/${RECORDS}/_count`);
    return (body as { readonly count: number }).count; // the shape of every count
  };
  const ids = async (): Promise<Set<string>> => {
    const { body } = await node.request('POST', `/${RECORDS}/_search?size=0`, {
      aggs: { all: { terms: { field: '_id', size: 20_000 } } },
    });
    const { aggregations } = body as {
      readonly aggregations: {
        readonly all: { readonly buckets: readonly { readonly key: string }[] };
      };
    }; // as asked
    return new Set(aggregations.all.buckets.map(({ key }) => key));
  };
  await node.putUsers(USERS);

  await t.test('setup, then a sync, have just the rights they need', async (t) => {
    const made = await as('setup', 'setup');
    t.equal(made.code, 0, made.stderr);
    const { code, stdout, stderr } = await as('shipper', 'sync', logs, '--json');
    t.equal(code, 0, stderr);
    const { lines, indexed, duplicates, rejected, skipped } = JSON.parse(stdout);
    t.strictSame({ lines, indexed, duplicates, rejected, skipped }, { ...counts, skipped: 0 });
    t.equal(await count(), counts.indexed);
    t.strictSame(await ids(), samples.ids);
  });

  for (const more of ['--full', '--overwrite']) {
    await t.test(`so has a sync with ${more}`, async (t) => {
      const { code, stdout, stderr } = await as('shipper', 'sync', logs, '--json', more);
      t.equal(code, 0, stderr);
      const { indexed, duplicates } = JSON.parse(stdout);
      t.strictSame([indexed, duplicates], [0, counts.indexed + counts.duplicates]);
      t.equal(await count(), counts.indexed);
    });
  }

  await t.test(
    'a reader is told what an administrator is told, and doctor that all is well',
    async (t) => {
      for (const args of [
        ['top', 'ip', '--json'],
        ['compare', 'key', '--json'],
        ['search', 'bot', '--limit', '5', '--json'],
      ]) {
        const [reader, admin] = await Promise.all([as('reader', ...args), as('admin', ...args)]);
        t.equal(reader.code, 0, reader.stderr);
        const [told, wanted] = [JSON.parse(reader.stdout), JSON.parse(admin.stdout)];
        t.equal(told.exact, true);
        t.strictSame({ ...told, next: '' }, { ...wanted, next: '' }, args.join(' '));
      }
      const { code, stdout } = await as('doctor', 'doctor');
      t.equal(code, 0, stdout);
      t.notMatch(stdout, /^(?:warn|BAD)/m);
      t.match(stdout, /rights to read: All records and all their fields are visible\./);
    },
  );

  await t.test(
    'doctor tells everything it may look at, and of the rest what to grant',
    async (t) => {
      const { code, stdout } = await as('doctor-limited', 'doctor');
      t.equal(code, 0);
      t.match(
        stdout,
        /^warn {2}cluster health: .*\n {6}Grant doctor-limited cluster:monitor\/health on the cluster/m,
      );
      t.match(
        stdout,
        /^warn {2}index templates: .*\n {6}Grant doctor-limited indices:admin\/index_template\/get on the cluster/m,
      );
      t.match(
        stdout,
        /^warn {2}record indices: .*\n {6}Grant doctor-limited .* on tamarin-records-\*/m,
      );
      t.match(stdout, new RegExp(`^ok {4}ledger: ${samples.files.length} log objects`, 'm'));
      t.match(stdout, /^ok {4}rights to read: Not checked/m);
    },
  );

  // Before any sync fails: one that left no end may be running, and then nothing is doubted.
  await limitedReaders(t, as);
  await credentials(t, base);
  await lacking(t, { as, count });
  await leftOut(t, { node, as }); // last: it changes the whole server
}

interface Rig {
  readonly node: SecuredOpenSearch;
  readonly as: (user: string, ...args: readonly string[]) => Promise<Result>;
}

/** One right is missing: exit code 4, the right is named, nothing is lost or counted wrongly. */
async function lacking(
  t: Test,
  { as, count }: Pick<Rig, 'as'> & { readonly count: () => Promise<number> },
): Promise<void> {
  const folder = t.testdir();
  const [first] = samples.files;
  if (first === undefined) throw new Error('there are no samples');
  writeFileSync(`${folder}/${first.name}`, first.bytes);
  const before = await count();
  for (const { place, right, user } of REMOVALS.filter(({ right }) => right !== SEARCH)) {
    await t.test(`a shipper without ${right} on ${place} is told so`, async (t) => {
      const { code, stdout, stderr } = await as(user, 'sync', folder, '--full', '--json');
      t.equal(code, 4, stdout + stderr);
      const where = place === 'cluster' ? 'the cluster' : place;
      t.ok(stderr.includes(`Grant ${user} ${right.replace('*', '')}`), stderr);
      t.ok(stderr.includes(` on ${where};`), stderr);
      t.equal(await count(), before);
    });
  }
  await t.test(
    'without the search of records every origin is read: slower, not wrong',
    async (t) => {
      const { user } = REMOVALS.find(({ right }) => right === SEARCH) ?? { user: '' };
      const { code, stdout, stderr } = await as(user, 'sync', folder, '--full', '--json');
      t.equal(code, 0, stderr);
      t.equal(JSON.parse(stdout).indexed, 0);
    },
  );
  await t.test('with its rights back, a sync meets all that was there, and no more', async (t) => {
    const { code, stdout, stderr } = await as('shipper', 'sync', logs, '--full', '--json');
    t.equal(code, 0, stderr);
    t.equal(JSON.parse(stdout).indexed, 0);
    t.equal(await count(), counts.indexed);
  });
}

/** Who sees less than all is told that an answer is not exact, and why. */
async function limitedReaders(t: Test, as: Rig['as']): Promise<void> {
  for (const { hidden, user, says } of HIDDEN) {
    await t.test(`a reader from whom ${hidden} are hidden gets no exact answer`, async (t) => {
      const { code, stdout, stderr } = await as(user, 'top', 'operation', '--json');
      t.equal(code, 0, stderr);
      const { exact, inexactBecause } = JSON.parse(stdout);
      t.equal(exact, false);
      t.match(inexactBecause, says(counts.indexed));
    });
  }

  await t.test(
    'a reader who may not look whether something is hidden is not doubted',
    async (t) => {
      const { code, stdout, stderr } = await as('reader-statless', 'top', 'operation', '--json');
      t.equal(code, 0, stderr);
      t.equal(JSON.parse(stdout).exact, true);
    },
  );

  await t.test(
    'a point in time that may not be closed is told once, beside the answer',
    async (t) => {
      const { code, stdout, stderr } = await as('reader-leaking', 'top', 'ip', '--json');
      t.equal(code, 0, stderr);
      t.equal(JSON.parse(stdout).totals.requests, counts.indexed);
      t.equal(stderr.split(`Grant reader-leaking ${CLOSE} on ${RECORDS}`).length, 2, stderr);
      t.match(stderr, /counts against search\.max_open_pit_context/);
    },
  );
}

async function leftOut(t: Test, { node, as }: Rig): Promise<void> {
  await t.test('a month that is silently left out is a refusal, not a closed index', async (t) => {
    await node.leaveOutForbidden();
    const { code, stderr } = await as('reader-months', 'top', 'ip');
    t.equal(code, 4, stderr);
    t.match(stderr, new RegExp(`Grant (?:reader-months )?${OPEN}`));
  });
}

async function credentials(t: Test, base: Readonly<Record<string, string>>): Promise<void> {
  const right = { OPENSEARCH_USERNAME: 'reader', OPENSEARCH_PASSWORD: PASSWORD };
  const plainUrl = base.OPENSEARCH_URL?.replace('https:', 'http:');
  // biome-ignore format: a table, one row a mistake
  const cases = [
    { name: 'a wrong password', env: { ...right, OPENSEARCH_PASSWORD: 'guess' }, code: 4, says: /wrong user name or password \(user reader\)/ },
    { name: 'no user', env: {}, code: 4, says: /no user name was given\.\n.*OPENSEARCH_USERNAME/ },
    { name: 'no authority', env: { ...right, OPENSEARCH_CA_FILE: undefined }, code: 5, says: /authority that is not trusted here.*\n.*OPENSEARCH_CA_FILE/ },
    { name: 'http://', env: { ...right, OPENSEARCH_URL: plainUrl }, code: 5, says: /it speaks https:\/\/, not http:\/\/\.\n.*https:\/\// },
  ];
  for (const { name, env, code: wanted, says } of cases) {
    await t.test(`with ${name} the message says what is wrong`, async (t) => {
      const { code, stdout, stderr } = await runTamarin(['top', 'ip'], { ...base, ...env });
      t.equal(code, wanted, stderr);
      t.equal(stdout, '');
      t.match(stderr, says);
      t.notMatch(stderr, PASSWORD);
    });
  }
}
