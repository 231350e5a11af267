/**
 * The command line: commands, flags and help texts. What a command does lies in `*-command.ts`, which is
 * loaded when it is asked for: a help text needs no client.
 */
import { Command, CommanderError } from 'commander';
import type { TamarinError } from '../core/error.ts';
import { printableLines } from '../core/printable.ts';
import { redactCredentials } from '../core/redact-credentials.ts';
import { VERSION } from '../core/version.ts';
import { wrapLines } from '../render/text/wrap.ts';
import type { CommonFlags, Io } from './io.ts';
import { isoTime } from './iso-time.ts';
import { addCommon, addDashboardsFlags, addJson, addListenFlags, addSourceFlags, addSyncFlags } from './shared-options.ts'; // biome-ignore format: one import

const EXIT_USAGE = 2;
/** They start sooner, without the questions; all others find every command beside theirs. */
const ASK_NOTHING = new Set(['sync', 'parse', 'setup', 'config', 'doctor']);

const EXAMPLES = `
Examples (from a checkout: npm run --silent tamarin -- <command>):
  tamarin up                                the four answers over the sample logs
  tamarin up ./my-logs --once               the four answers over your logs, then exit
  tamarin top ip --by requests --limit 20   who sends the most requests
  tamarin top key --agent-class bot         what bots fetch
  tamarin compare ip --json                 top users compared with the average, as JSON
  tamarin timeline --interval hour --status 5xx --from 2026-02-01
  tamarin search "episode-0456" --in key    individual requests, newest first
  tamarin client 198.51.100.23              everything about one client
  tamarin serve                             the same questions over HTTP
  tamarin status                            how current the answers are

Exit codes: 0 success, 1 failure, 2 usage error, 3 finished but some log objects failed,
4 credentials or permissions, 5 OpenSearch or source unreachable, 78 invalid configuration,
129/130/143 stopped by a signal (up exits 0 when it is stopped after its answers).`;

/** Runs one command line; returns the exit code. @throws TamarinError */
export async function runCommandLine(args: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const finish = (code: number): void => {
    exitCode = code;
  };
  const program = await makeProgram(args, io, finish);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : EXIT_USAGE; // commander has said what is wrong
  }
}

async function makeProgram(
  args: readonly string[],
  io: Io,
  finish: (code: number) => void,
): Promise<Command> {
  const program = new Command('tamarin')
    .description('Ships Amazon S3 access logs into OpenSearch and tells you who downloads what.')
    .version(VERSION)
    .addHelpText('after', EXAMPLES)
    .configureOutput({
      writeOut: io.print,
      writeErr: (text) => io.writeMessage(printableLines(text)),
    })
    .showHelpAfterError('For help: tamarin --help, or tamarin <command> --help')
    .exitOverride();
  addUp(program, io, finish);
  addSync(program, io, finish);
  if (!ASK_NOTHING.has(args[0] ?? '')) {
    const { addAsking } = await import('./asking-commands.ts');
    addAsking(program, { io, finish });
  }
  addParse(program, io, finish);
  addServe(program, io, finish);
  addStatus(program, io, finish);
  addQuarantine(program, io, finish);
  addDoctor(program, io, finish);
  addConfig(program, io, finish);
  addSetup(program, io, finish);
  addDashboards(program, io, finish);
  return program;
}

function addSetup(program: Command, io: Io, finish: (code: number) => void): void {
  const command = program
    .command('setup')
    .description('install the index templates and the dashboards');
  addCommon(addJson(addDashboardsFlags(command))).action(async (flags: CommonFlags) => {
    const { setupCommand } = await import('./setup-command.ts');
    finish(await setupCommand(flags, io));
  });
}

function addDashboards(program: Command, io: Io, finish: (code: number) => void): void {
  const dashboards = program.command('dashboards').description('the dashboards as files');
  const command = dashboards
    .command('export')
    .description('write the dashboards as files that OpenSearch Dashboards imports')
    .option('--dir <folder>', 'where to (default: PREFIX-dashboards)')
    .option('--samples', 'the dashboards of the sample logs')
    .option('--index-prefix <prefix>', 'prefix of every index name')
    .option('--quiet', 'do not say what to do with them')
    .option('--config <file>', 'configuration file (default: tamarin.yaml)');
  addJson(command).action(async (flags) => {
    const { dashboardsExportCommand } = await import('./dashboards-command.ts');
    finish(await dashboardsExportCommand(flags, io));
  });
}

function addUp(program: Command, io: Io, finish: (code: number) => void): void {
  const command = program
    .command('up')
    .description('start OpenSearch, ship a source, print the four answers and serve them')
    .argument(
      '[source]',
      'folder, file, s3://bucket/prefix or source alias (default: the sample logs)',
    )
    .option('--once', 'exit after the answers')
    .option('--wide', 'all columns, even where the terminal is too narrow for them');
  addCommon(addListenFlags(addSyncFlags(command))).action(async (source, flags) => {
    const { upCommand } = await import('./up-command.ts');
    finish(await upCommand(source, flags, io));
  });
}

function addSync(program: Command, io: Io, finish: (code: number) => void): void {
  const command = program
    .command('sync')
    .description('ship log objects that have not been shipped yet')
    .argument(
      '[source]',
      'folder, file, s3://bucket/prefix or alias (default: the only configured source)',
    )
    .option('--dry-run', 'only show what would be read')
    .option('--strict', 'also exit 3 if lines were rejected')
    .option('--from <time>', 'log objects delivered at or after this time (UTC)', isoTime)
    .option('--to <time>', 'log objects delivered before this time (UTC)', isoTime);
  addCommon(addJson(addSyncFlags(command))).action(async (source, flags) => {
    const { syncCommand } = await import('./sync-command.ts');
    finish(await syncCommand(source, flags, io));
  });
}

function addServe(program: Command, io: Io, finish: (code: number) => void): void {
  const command = program
    .command('serve')
    .description('answer the questions over HTTP until it is stopped')
    .option('--timeout <duration>', 'limit for an answer (s, m, h)');
  addCommon(addListenFlags(command)).action(async (flags: CommonFlags) => {
    const { serveCommand } = await import('./serve-command.ts');
    finish(await serveCommand(flags, io));
  });
}

function addParse(program: Command, io: Io, finish: (code: number) => void): void {
  program
    .command('parse')
    .description(
      'turn log lines into documents without OpenSearch: NDJSON to stdout, rejects to stderr',
    )
    .argument('[file...]', 'files, folders or pipes, compressed or plain; - or nothing for stdin')
    .option('--strict', 'exit 3 if lines were rejected')
    .option('--json', 'print the summary as one line of JSON to stderr')
    .option('--quiet', 'no summary')
    .option('--config <file>', 'configuration file (default: tamarin.yaml)')
    .action(async (files: readonly string[], flags) => {
      const { parseCommand } = await import('./parse-command.ts');
      finish(await parseCommand(files, flags, io));
    });
}

function addStatus(program: Command, io: Io, finish: (code: number) => void): void {
  const command = program
    .command('status')
    .description('how current the answers are: syncs, missing log objects, rejected lines')
    .option(
      '--forget <source>',
      'forget a source: answers no longer wait for it; its records stay',
    );
  addCommon(addJson(command)).action(async (flags) => {
    const { statusCommand } = await import('./status-command.ts');
    finish(await statusCommand(flags, io));
  });
}

function addQuarantine(program: Command, io: Io, finish: (code: number) => void): void {
  const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]; // biome-ignore format: one rule
  const command = program
    .command('quarantine')
    .description('the lines that are no record: why, where they stand, what to do')
    .option('--reason <reason>', 'only lines rejected for this; may be repeated', several)
    .option('--object <key>', 'only lines of this log object; * and ? match any text', several)
    .option('--from <time>', 'only lines of requests at or after this time (UTC)', isoTime)
    .option('--to <time>', 'only lines of requests before this time (UTC)', isoTime)
    .option('--limit <rows>', 'lines to show, at most 10000 (default: 10)')
    .option('--csv', 'print the lines as CSV')
    .option('--raw', 'in CSV, leave text that a spreadsheet would run as it is');
  addCommon(addJson(command)).action(async (flags) => {
    const { quarantineCommand } = await import('./quarantine-command.ts');
    finish(await quarantineCommand(flags, io));
  });
}

function addConfig(program: Command, io: Io, finish: (code: number) => void): void {
  const config = program
    .command('config')
    .description('the settings in effect; schema of the file');
  const show = config
    .command('show')
    .description('every setting with its value and where it comes from, without secrets');
  addCommon(addJson(addListenFlags(addDashboardsFlags(addSourceFlags(show)))))
    .option('--give-up-after <duration>', 'stop after this long without progress (s, m, h)')
    .option('--timeout <duration>', 'give up a search that takes longer (s, m, h)')
    .action(async (flags: CommonFlags) => {
      const { configShowCommand } = await import('./config-command.ts');
      finish(await configShowCommand(flags, io));
    });
  config
    .command('schema')
    .description('the JSON Schema of tamarin.yaml, for editors')
    .action(async () => {
      const { configSchemaCommand } = await import('./config-command.ts');
      finish(await configSchemaCommand(io));
    });
}

function addDoctor(program: Command, io: Io, finish: (code: number) => void): void {
  const command = program
    .command('doctor')
    .description('check the setup, and say how to fix problems')
    .argument('[source]', 'folder, file, s3://bucket/prefix or source alias');
  addCommon(addJson(addDashboardsFlags(addSourceFlags(command)))).action(async (source, flags) => {
    const { doctorCommand } = await import('./doctor-command.ts');
    finish(await doctorCommand(source, flags, io));
  });
}

/**
 * What a person reads when a command fails: object and cause, then what to do next. `columnsMax`:
 * width of the terminal; null: no line is broken.
 */
export function errorText(
  { message, hint }: TamarinError,
  columnsMax: number | null = null,
): string {
  const text = `tamarin: ${message}${hint === '' ? '' : `\n${hint}`}`;
  return wrapLines(printableLines(redactCredentials(text)), columnsMax);
}
