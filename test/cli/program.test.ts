/** Goal: a wrong command line is refused with what would be right, before anything is connected to. */
import { isDeepStrictEqual } from 'node:util';
import t from 'tap';
import { errorText } from '../../src/cli/program.ts';
import { TamarinError } from '../../src/core/error.ts';
import { DIMENSION_TABLE, type Dimension } from '../../src/questions/ask/dimension-table.ts';
import { FILTER_TABLE, PARAMETER_OF_ALL_TABLE, PARAMETER_TABLE, type Parameter, RANGE_TABLE } from '../../src/questions/ask/parameter-table.ts'; // biome-ignore format: one import
import { QUESTION_TABLE } from '../../src/questions/catalogue.ts';
import { serveMemory } from '../questions/memory-server.ts';
import { RECORDS } from '../questions/small-worlds.ts';
import { asking, type Outcome, runAt } from './run-at.ts';

/** Whatever is refused only later would fail to connect, with another code. */
const run = (...args: string[]): Promise<Outcome> => runAt('http://127.0.0.1:1', args);

const QUESTIONS = QUESTION_TABLE.map(({ name }) => name);
const COMMANDS = ['up', 'sync', 'parse', 'status', 'doctor', 'setup', ...QUESTIONS];

t.test('--help lists every command, on stdout, and is no error', async (t) => {
  const { code, printed, talked } = await run('--help');
  t.equal(code, 0);
  t.equal(talked, '');
  for (const command of COMMANDS)
    t.match(printed, new RegExp(`^ {2}${command} .*\\S`, 'm'), command);
  t.match(
    printed,
    /^Exit codes: 0 success, 1 failure, 2 usage error, 3 .*,\n4 .*, 5 .*, 78 .*,\n129\/130\/143/m,
  );
});

t.test('every command has a help of its own', async (t) => {
  for (const command of COMMANDS) {
    const { code, printed } = await run(command, '--help');
    t.equal(code, 0, command);
    t.match(printed, `Usage: tamarin ${command}`);
    t.match(printed, command === 'parse' ? /--strict/ : /--opensearch <url>/);
  }
});

/** A help text in one line, so that it does not matter where it is wrapped. */
const unwrapped = (help: string): string => help.replace(/\s+/g, ' ');

for (const { name, about, argument, parameters } of QUESTION_TABLE) {
  t.test(`${name} --help lists its parameters, their defaults, and every filter`, async (t) => {
    const { printed } = await run(name, '--help');
    const help = unwrapped(printed);
    t.match(help, about);
    const usual = argument?.default ?? null;
    if (argument !== null)
      t.match(help, usual === null ? `<${argument.name}>` : `[${argument.name}]`);
    if (usual !== null) t.match(help, `(default: "${usual}")`);
    for (const choice of argument?.choices ?? []) t.match(help, choice);
    for (const [key, parameter] of Object.entries(PARAMETER_TABLE)) {
      const { value, about, ...more }: Parameter = parameter;
      const isOwn = parameters.some((own) => own === key);
      t.equal(help.includes(value === undefined ? `--${key} ` : `--${key} <${value}>`), isOwn, key);
      if (!isOwn) continue;
      t.match(help, about);
      if (more.default !== undefined) t.match(help, `default: "${more.default}"`);
      for (const choice of more.choices ?? []) t.match(help, choice);
    }
    const [own, filters = ''] = help.split('Filters (');
    for (const {
      name,
      value,
    } of [...FILTER_TABLE, ...DIMENSION_TABLE.map(({ name }) => ({ name, value: 'value' }))]) // biome-ignore format: all filters
      t.match(filters, `--${name} <${value}>`);
    for (const { name, value, about } of PARAMETER_OF_ALL_TABLE) {
      t.match(own, `--${name} <${value}>`);
      t.match(own, about);
    }
    for (const { name, value } of RANGE_TABLE) t.match(own, `--${name} <${value}>`);
    for (const flag of ['--json', '--csv', '--raw', '--timeout <duration>', '--samples'])
      t.match(own, flag);
  });
}

t.test('sync needs a source where the configuration names none', async (t) => {
  const { code, talked } = await run('sync');
  t.equal(code, 'usage');
  t.match(talked, /^No source was given, and the configuration names none\. Name a folder, s3:/);
});

t.test('--version is a version', async (t) => {
  t.match(await run('--version'), { code: 0, printed: /^\d+\.\d+\.\d+\n$/ });
});

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly says: RegExp;
}

// biome-ignore format: a table, one row a command line
const REFUSED: readonly Case[] = [
  { name: 'no command', args: [], says: /Usage: tamarin/ },
  { name: 'an unknown command', args: ['tpo'], says: /unknown command 'tpo'\n\(Did you mean top\?\)/ },
  { name: 'an unknown flag', args: ['top', 'ip', '--limt', '3'], says: /unknown option '--limt'\n\(Did you mean --limit\?\)/ },
  { name: 'an unknown flag of sync', args: ['sync', '.', '--dry-rum'], says: /\(Did you mean --dry-run\?\)/ },
  { name: 'a parameter of another question', args: ['timeline', '--limit', '3'], says: /unknown option '--limit'/ },
  { name: 'a filter in another spelling', args: ['top', 'ip', '--user_agent', 'x'], says: /unknown option '--user_agent'/ },
  { name: 'a delivery time in words', args: ['sync', '.', '--to', 'now'], says: /ISO date or time/ },
  { name: 'an unknown metric', args: ['top', 'ip', '--by', 'hits'], says: /bytes, requests, downloads, full-downloads/ },
  { name: 'an unknown interval', args: ['timeline', '--interval', 'year'], says: /hour, day, week, month/ },
  { name: 'no dimension', args: ['top'], says: /missing required argument 'dimension'/ },
  { name: 'no text', args: ['search'], says: /missing required argument 'text'/ },
  { name: 'no client', args: ['client'], says: /missing required argument 'client'/ },
  { name: 'an argument too many', args: ['top', 'ip', 'key'], says: /too many arguments/ },
  { name: 'a text without quotes', args: ['search', 'two', 'words'], says: /too many arguments/ },
  { name: 'a flag without its value', args: ['top', 'ip', '--by'], says: /argument missing/ },
];

for (const { name, args, says } of REFUSED) {
  t.test(`${name}: exit 2, and what would be right`, async (t) => {
    const { code, printed, talked } = await run(...args);
    t.equal(code, 2);
    t.equal(printed, '');
    t.match(talked, says);
  });
}

// biome-ignore format: a table, one row a command line
const WRONG_VALUES: readonly Case[] = [
  { name: 'an unknown dimension', args: ['top', 'colour'], says: /ip, network, requester/ },
  { name: 'an unknown dimension of compare', args: ['compare', 'colour'], says: /ip, network, requester/ },
  { name: 'a limit that is no number', args: ['top', 'ip', '--limit', 'x'], says: /whole number from 1 to 10000/ },
  { name: 'a limit of none', args: ['top', 'ip', '--limit', '0'], says: /whole number from 1 to 10000/ },
  { name: 'a limit below none', args: ['top', 'ip', '--limit', '-1'], says: /whole number from 1 to 10000/ },
  { name: 'a limit beyond all', args: ['compare', '--limit', '10001'], says: /whole number from 1 to 10000/ },
  { name: 'a time in words', args: ['top', 'ip', '--from', 'tomorrow'], says: /--from "tomorrow".*ISO date or time/ },
  { name: 'a month that is none', args: ['timeline', '--from', '2026-13-01'], says: /ISO date or time/ },
  { name: 'a local notation', args: ['compare', 'ip', '--to', '17.1.2026'], says: /ISO date or time/ },
  { name: 'an empty range', args: ['timeline', '--from', '2026-02', '--to', '2026-01'], says: /range is empty/ },
  { name: 'an address that is none', args: ['top', 'ip', '--ip', '192.0.2.256'], says: /not a valid IP address/ },
  { name: 'a status that is none', args: ['search', 'a', '--status', '4x'], says: /not a valid HTTP status/ },
  { name: 'an exclusion without a value', args: ['top', 'ip', '--not', 'agent-class'], says: /dimension=value/ },
  { name: 'an unknown text field', args: ['search', 'a', '--in', 'colour'], says: /user_agent, referrer, key, url_query/ },
];

for (const { name, args, says } of WRONG_VALUES) {
  t.test(`${name}: usage, before anything is connected to`, async (t) => {
    const { code, printed, talked } = await run(...args);
    t.equal(code, 'usage');
    t.equal(printed, '');
    t.match(talked, says);
  });
}

t.test('a question is asked of the server that is named', async (t) => {
  for (const args of [['top', 'ip', '--limit', '10000', '--from', '2026-01-17T13:00+01:00'], ['compare'], ['timeline'], ['search', 'a'], ['client', '::1']]) // biome-ignore format: a list
    t.equal((await run(...args)).code, 'opensearch_unreachable', args.join(' '));
});

t.test('a time-out that is no duration is refused with the other settings', async (t) => {
  const { code, talked } = await run('top', 'ip', '--timeout', '90');
  t.equal(code, 'config_invalid');
  t.match(talked, /--timeout: "90" is not a duration/);
});

/** Runs with documents in memory behind HTTP. */

// biome-ignore format: a table, one row a command line
const ASKED: readonly { readonly args: readonly string[]; readonly answer: object }[] = [
  { args: ['top', 'ip', '--limit', '1', '--by', 'requests'], answer: { question: 'top', dimension: 'ip', by: 'requests', rows: [{ name: '192.0.2.1', requests: 2 }] } },
  { args: ['top', 'bucket', '--ip', '192.0.2.1', '--ip', '192.0.2.2'], answer: { totals: { bytes: 90 } } },
  { args: ['top', 'ip', '--from', '2026-02', '--to', '2026-02-03'], answer: { from: '2026-02-01T00:00:00.000Z', to: '2026-02-03T00:00:00.000Z', totals: { bytes: 30 } } },
  { args: ['top', 'ip', '--key-prefix', 'video/', '--key-prefix', 'x'], answer: { totals: { bytes: 10 } } },
  { args: ['top', 'ip', '--key', '*.mp4', '--not', 'folder=v?deo', '--is', 'bucket=other'], answer: { totals: { bytes: 0 }, parameters: { key: ['*.mp4'], not: ['folder=v?deo'], is: ['bucket=other'] } } },
  { args: ['top', 'ip', '--bytes-over', '0.01KB', '--bytes-under', '60'], answer: { totals: { bytes: 20 }, parameters: { 'bytes-over': '0.01KB', 'bytes-under': '60' } } },
  { args: ['top', 'ip', '--without', 'key', '--without', 'folder'], answer: { totals: { bytes: 80 } } },
  { args: ['top', 'ip', '--not', 'ip=192.0.2.1', '--not', 'bucket=other'], answer: { totals: { bytes: 10 } } },
  { args: ['top', 'ip', '--status', '4xx'], answer: { totals: { bytes: 10 } } },
  { args: ['compare', '--limit', '2'], answer: { question: 'compare', dimension: 'ip', top: { count: 2 } } },
  { args: ['compare', 'bucket'], answer: { dimension: 'bucket', population: { count: 2 } } },
  { args: ['timeline', '--interval', 'month', '--by', 'downloads'], answer: { interval: 'month', by: 'downloads', rows: { length: 2 } } },
  { args: ['search', 'video', '--in', 'key', '--limit', '5'], answer: { question: 'search', total: 1, hits: [{ bytes_sent: 10 }] } },
  { args: ['search', 'video', '--in', 'referrer'], answer: { total: 0 } },
  { args: ['client', '192.0.2.1', '--limit', '1'], answer: { question: 'client', totals: { bytes: 80 } } },
];

for (const { args, answer } of ASKED) {
  t.test(`${args.join(' ')}: each parameter reaches the question`, async (t) => {
    const { code, printed, server } = await asking(t, [...args, '--json']);
    t.equal(code, 0);
    t.match(JSON.parse(printed), answer);
    t.equal(printed.indexOf('\n'), printed.length - 1, 'one line');
    t.equal(server.port.openCount, 0);
  });
}

t.test('every dimension is a filter that reaches the question by its name', async (t) => {
  const server = await serveMemory(RECORDS);
  t.after(server.close);
  for (const { name, kind, field, isAnyCase, values } of DIMENSION_TABLE as readonly Dimension[]) {
    const value = {
      word: values?.[0] ?? 'x',
      ip: '192.0.2.1',
      status: '200',
      number: '1',
      parameter: 'x-user=ada',
    }[kind];
    const args = ['timeline', `--${name}`, value, '--json', '--index-prefix', 'i'];
    t.equal((await runAt(server.url, args)).code, 0, name);
    const anyCase = { term: { [field]: { value, case_insensitive: true } } };
    const only = isAnyCase === true ? { bool: { should: [anyCase] } } : { terms: { [field]: [value] } }; // biome-ignore format: one rule
    const query = { bool: { filter: [only] } };
    t.match(
      server.port.bodies.filter((body) => isDeepStrictEqual(body.query, query)),
      [{}],
      name,
    );
  }
});

t.test('the next page is the one that --after names', async (t) => {
  const server = await serveMemory(RECORDS.map((record) => ({ ...record, key: 'a' })));
  t.after(server.close);
  const page = async (...more: string[]) => {
    const args = ['search', 'a', '--limit', '3', '--json', '--index-prefix', 'i', ...more];
    return JSON.parse((await runAt(server.url, args)).printed);
  };
  const { next, hits } = await page();
  await t.equal(hits.length, 3);
  t.match(await page('--after', next), { next: null, hits: [{ bytes_sent: 60 }] });
});

t.test('tables for a reader, CSV with and without signs against formulas', async (t) => {
  const text = await asking(t, ['top', 'bucket']);
  t.match(text.printed, /^Top 2 of 2 buckets by bytes\n# {2}bucket +bytes .*\n1 {2}media +90 B /);
  const csv = await asking(t, ['top', 'bucket', '--csv']);
  t.match(csv.printed, /^bucket,bytes,requests,downloads,fullDownloads,share,cumulativeShare\nmedia,90,3,2,0\.3,0\.9,0\.9\n/); // biome-ignore format: one pattern
  const evil = await serveMemory(RECORDS.map((record) => ({ ...record, requester: '=1+1' })));
  t.after(evil.close);
  const rowOf = async (...more: string[]) =>
    (await runAt(evil.url, ['top', 'requester', '--csv', '--index-prefix', 'i', ...more])).printed.split('\n')[1]; // biome-ignore format: one row
  t.match(await rowOf(), /^'=1\+1,/);
  t.match(await rowOf('--raw'), /^=1\+1,/);
});

t.test('CSV steers no terminal, and is exact anywhere else', async (t) => {
  const steering = await serveMemory(
    RECORDS.map((record) => ({ ...record, requester: 'a\x9b\nb' })),
  );
  t.after(steering.close);
  const args = ['top', 'requester', '--csv', '--index-prefix', 'i'];
  t.match((await runAt(steering.url, args)).printed, /\n"a\x9b\nb",/);
  t.match((await runAt(steering.url, args, { columns: 80 })).printed, /\na··b,/);
});

t.test('progress is for terminals, and not for --quiet', async (t) => {
  const isMessageTerminal = true;
  t.match((await asking(t, ['compare'], { isMessageTerminal })).talked, /\r/);
  t.equal((await asking(t, ['compare', '--quiet'], { isMessageTerminal })).talked, '');
  t.equal((await asking(t, ['compare'])).talked, '');
});

t.test('--samples asks the samples, and a search is given up after --timeout', async (t) => {
  const { server } = await asking(t, ['top', 'ip', '--samples', '--timeout', '7s']);
  t.ok(server.requests.some((request) => request.includes('i-samples-records-')));
  t.notOk(server.requests.some((request) => request.includes('/i-records-*')));
  const asked = await asking(t, ['timeline', '--timeout', '7s']);
  t.strictSame([...new Set(asked.server.timeouts)], ['7000ms']);
  const usual = await asking(t, ['timeline']);
  t.strictSame([...new Set(usual.server.timeouts)], ['120000ms']);
});

t.test('what a person reads when a command fails: the cause, then what to do', async (t) => {
  t.equal(errorText(new TamarinError('usage', 'No.', { hint: 'Do.' })), 'tamarin: No.\nDo.\n');
  t.equal(errorText(new TamarinError('usage', 'No.')), 'tamarin: No.\n');
  const long = new TamarinError('usage', 'No such name.', { hint: 'Use another\none, or none.' });
  t.equal(
    errorText(long, 16),
    'tamarin: No such\nname.\nUse another\none, or none.\n',
    'on a terminal',
  );
});
