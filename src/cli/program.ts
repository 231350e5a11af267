/**
 * The command line: commands, flags and help texts. What a command does lies in `*-command.ts`, which is
 * loaded when it is asked for: a help text needs no client.
 */
import { Argument, Command, CommanderError, Option } from 'commander';
import type { TamarinError } from '../core/error.ts';
import { printableLines } from '../core/printable.ts';
import { redactCredentials } from '../core/redact-credentials.ts';
import { VERSION } from '../core/version.ts';
import { DIMENSION_TABLE, filterMeaning } from '../questions/ask/dimension-table.ts';
import { FILTER_TABLE, PARAMETER_TABLE, type Parameter, RANGE_TABLE } from '../questions/ask/parameter-table.ts'; // biome-ignore format: one import
import type { RawParameters } from '../questions/ask/read-filters.ts';
import { QUESTION_TABLE } from '../questions/catalogue.ts';
import type { Question, QuestionArgument } from '../questions/question.ts';
import type { CommonFlags, Io } from './io.ts';
import { isoTime } from './iso-time.ts';
import type { QuestionFlags } from './question-command.ts';

const EXIT_USAGE = 2;

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
  const program = makeProgram(io, finish);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : EXIT_USAGE; // commander has said what is wrong
  }
}

function makeProgram(io: Io, finish: (code: number) => void): Command {
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
  for (const question of QUESTION_TABLE) addQuestion(program, question, { io, finish });
  addParse(program, io, finish);
  addServe(program, io, finish);
  addStatus(program, io, finish);
  addDoctor(program, io, finish);
  addConfig(program, io, finish);
  addCommon(addJson(program.command('setup').description('install the index templates'))).action(
    async (flags: CommonFlags) => {
      const { setupCommand } = await import('./setup-command.ts');
      finish(await setupCommand(flags, io));
    },
  );
  return program;
}

function addUp(program: Command, io: Io, finish: (code: number) => void): void {
  const command = program
    .command('up')
    .description('start OpenSearch, ship a source, print the four answers and serve them')
    .argument(
      '[source]',
      'folder, file, s3://bucket/prefix or source alias (default: the sample logs)',
    )
    .option('--once', 'exit after the answers');
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

const addListenFlags = (command: Command): Command =>
  command
    .option('--host <address>', 'address to listen on (default: 127.0.0.1); others require a token')
    .option('--port <port>', 'port to listen on (default: 8080); 0 picks a free one');

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

function addConfig(program: Command, io: Io, finish: (code: number) => void): void {
  const config = program
    .command('config')
    .description('the settings in effect; schema of the file');
  const show = config
    .command('show')
    .description('every setting with its value and where it comes from, without secrets');
  addCommon(addJson(addListenFlags(addSourceFlags(show))))
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
    .description('check OpenSearch and a source, and say how to fix problems')
    .argument('[source]', 'folder, file, s3://bucket/prefix or source alias');
  addCommon(addJson(addSourceFlags(command))).action(async (source, flags) => {
    const { doctorCommand } = await import('./doctor-command.ts');
    finish(await doctorCommand(source, flags, io));
  });
}

function addSyncFlags(command: Command): Command {
  return addSourceFlags(command)
    .option('--full', 'reread finished log objects; nothing is counted twice')
    .option('--overwrite', 'like --full, and rewrite existing records')
    .option('--give-up-after <duration>', 'give up after this long without progress (s, m, h)');
}

function addSourceFlags(command: Command): Command {
  return command
    .option('--region <region>', 'region of the log bucket')
    .option('--endpoint <url>', 'S3-compatible store to use instead of Amazon S3')
    .option('--path-style', 'use path-style URLs; most S3-compatible stores need this');
}

function addQuestion(
  program: Command,
  question: Question,
  { io, finish }: { readonly io: Io; readonly finish: (code: number) => void },
): void {
  const { argument } = question;
  const command = program.command(question.name).description(question.about);
  if (argument !== null) command.addArgument(argumentOf(argument));
  for (const parameter of question.parameters)
    command.addOption(optionOf(PARAMETER_TABLE[parameter]));
  for (const { name, value, about } of RANGE_TABLE) command.option(`--${name} <${value}>`, about);
  addCommon(addJson(command))
    .addOption(
      new Option(
        '--csv',
        "print the result as CSV; text that looks like a formula is prefixed with '",
      ).conflicts('json'),
    )
    .option('--raw', 'with --csv: leave such text unchanged')
    .option('--timeout <duration>', 'give up on a search that takes longer (s, m, h)');
  command.optionsGroup(
    'Filters (repeat one to match any value; different filters must all match):',
  );
  for (const dimension of DIMENSION_TABLE)
    command.option(`--${dimension.name} <value>`, filterMeaning(dimension), collect);
  for (const { name, value, about } of FILTER_TABLE)
    command.option(`--${name} <${value}>`, about, collect);
  command.action(async () => {
    const { questionCommand } = await import('./question-command.ts');
    const flags = command.opts<QuestionFlags>();
    const argued = argument === null ? {} : { [argument.name]: command.processedArgs[0] };
    const parameters = { ...argued, ...parametersOf(command, question) };
    finish(await questionCommand(question.name, parameters, flags, io));
  });
}

function argumentOf({ name, about, default: fallback, choices }: QuestionArgument) {
  const text = choices === undefined ? about : `${about}, one of: ${choices.join(', ')}`;
  const argument = new Argument(fallback === null ? `<${name}>` : `[${name}]`, text);
  return fallback === null ? argument : argument.default(fallback);
}

function optionOf({ name, value, about, default: fallback, choices }: Parameter): Option {
  const option = new Option(value === undefined ? `--${name}` : `--${name} <${value}>`, about);
  if (choices !== undefined) option.choices(choices);
  return fallback === undefined ? option : option.default(fallback);
}

type GivenValue = RawParameters[string];

/** What belongs to the question itself, by its name on the command line. */
function parametersOf(command: Command, question: Question): RawParameters {
  const names = new Set<string>([
    ...question.parameters,
    ...[...RANGE_TABLE, ...FILTER_TABLE, ...DIMENSION_TABLE].map(({ name }) => name),
  ]);
  const parameters: Record<string, GivenValue> = {};
  for (const option of command.options) {
    const name = option.long?.slice(2) ?? '';
    const value: unknown = command.getOptionValue(option.attributeName());
    // A flag is a parameter like others: the service takes it as `literal=true`.
    if (names.has(name)) parameters[name] = value === true ? 'true' : (value as GivenValue);
  }
  return parameters;
}

const addJson = (command: Command): Command =>
  command.option('--json', 'print the result as one line of JSON');

function addCommon(command: Command): Command {
  return command
    .option('--quiet', 'print errors only, no progress or summary')
    .option('--samples', 'use the index of the sample logs')
    .option('--opensearch <url>', 'OpenSearch to use instead of the embedded engine')
    .option(
      '--opensearch-aws-region <region>',
      'sign requests to Amazon OpenSearch Service (SigV4)',
    )
    .option('--data-dir <folder>', 'where the embedded engine keeps its data')
    .option('--engine-port <port>', 'port of the embedded engine; 0 picks a free one')
    .option('--index-prefix <prefix>', 'prefix of every index name')
    .option('--grain <grain>', 'time span of a record index: month or day')
    .option('--config <file>', 'configuration file (default: tamarin.yaml)');
}

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

/** What a person reads when a command fails: object and cause, then what to do next. */
export function errorText(error: TamarinError): string {
  const { message, hint } = error;
  const text = `tamarin: ${message}\n${hint === '' ? '' : `${hint}\n`}`;
  return printableLines(redactCredentials(text));
}
