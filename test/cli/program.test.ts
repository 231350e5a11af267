/** Goal: a wrong command line is refused with what would be right, before anything is connected to. */
import t from 'tap';
import { errorText, runCommandLine } from '../../src/cli/program.ts';
import { TamarinError } from '../../src/core/error.ts';
import { fakeIo } from './fake-io.ts';

interface Outcome {
  readonly code: number | string;
  readonly printed: string;
  readonly talked: string;
}

async function run(...args: string[]): Promise<Outcome> {
  // Whatever is refused only later would fail to connect, with another code.
  const { io, printed, talked } = fakeIo({ env: { OPENSEARCH_URL: 'http://127.0.0.1:1' } });
  const code = await runCommandLine(args, io).catch((error: unknown) =>
    error instanceof TamarinError ? error.code : `thrown: ${error}`,
  );
  return { code, printed: printed.join(''), talked: talked.join('') };
}

t.test('--help lists every command, on stdout, and is no error', async (t) => {
  const { code, printed, talked } = await run('--help');
  t.equal(code, 0);
  t.equal(talked, '');
  for (const command of ['up', 'sync', 'top', 'compare', 'setup'])
    t.match(printed, new RegExp(`^ {2}${command} .*\\S`, 'm'), command);
  t.match(
    printed,
    /^Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 .*, 4 .*\n.*5 .*, 78 .*, 130\/143/m,
  );
});

t.test('every command has a help of its own', async (t) => {
  for (const command of ['up', 'sync', 'top', 'compare', 'setup']) {
    const { code, printed } = await run(command, '--help');
    t.equal(code, 0, command);
    t.match(printed, `Usage: tamarin ${command}`);
    t.match(printed, /--opensearch <url>/);
  }
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
  { name: 'a limit that is no number', args: ['top', 'ip', '--limit', 'x'], says: /whole number from 1 to 10000/ },
  { name: 'a limit of none', args: ['top', 'ip', '--limit', '0'], says: /whole number from 1 to 10000/ },
  { name: 'a limit below none', args: ['top', 'ip', '--limit', '-1'], says: /whole number from 1 to 10000/ },
  { name: 'a limit beyond all', args: ['top', 'ip', '--limit', '10001'], says: /whole number from 1 to 10000/ },
  { name: 'a time in words', args: ['top', 'ip', '--from', 'yesterday'], says: /ISO date or time/ },
  { name: 'a month that is none', args: ['top', 'ip', '--from', '2026-13-01'], says: /ISO date or time/ },
  { name: 'a local notation', args: ['compare', 'ip', '--to', '17.1.2026'], says: /ISO date or time/ },
  { name: 'a delivery time in words', args: ['sync', '.', '--to', 'now'], says: /ISO date or time/ },
  { name: 'an unknown metric', args: ['top', 'ip', '--by', 'hits'], says: /bytes, requests, downloads, full-downloads/ },
  { name: 'no dimension', args: ['top'], says: /missing required argument 'dimension'/ },
  { name: 'no source', args: ['sync'], says: /missing required argument 'source'/ },
  { name: 'an argument too many', args: ['top', 'ip', 'key'], says: /too many arguments/ },
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

t.test('an unknown dimension is refused with all that there are', async (t) => {
  t.equal((await run('top', 'colour')).code, 'usage');
});

t.test('a question is asked of the server that is named', async (t) => {
  t.equal(
    (await run('top', 'ip', '--limit', '10000', '--from', '2026-01-17T13:00+01:00')).code,
    'opensearch_unreachable',
  );
});

t.test('what a person reads when a command fails: the cause, then what to do', async (t) => {
  t.equal(errorText(new TamarinError('usage', 'No.', { hint: 'Do.' })), 'tamarin: No.\nDo.\n');
  t.equal(errorText(new TamarinError('usage', 'No.')), 'tamarin: No.\n');
});
