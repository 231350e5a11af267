/**
 * The command line: commands, flags and help texts. What a command does lies in `*-command.ts`, which is
 * loaded when it is asked for: a help text needs no client.
 */
import { Argument, Command, CommanderError, Option } from 'commander';
import type { TamarinError } from '../core/error.ts';
import { printableLines } from '../core/printable.ts';
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
  tamarin up                                sample logs, the four answers
  tamarin up ./my-logs --once               your logs, the four answers, then stop
  tamarin top ip --by requests --limit 20   who asks most often
  tamarin top key --agent-class bot         what bots read
  tamarin compare ip --json                 top users against the average, as JSON
  tamarin timeline --interval hour --status 5xx --from 2026-02-01
  tamarin search "episode-0456" --in key    single requests, newest first
  tamarin client 198.51.100.23              one page about one client
  tamarin status                            how far the answers reach

Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 done but log objects failed, 4 credentials or
permission, 5 OpenSearch or the source not reachable, 78 bad configuration, 129/130/143 stopped
(up ends well when it is stopped after its answers).`;

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
    .description('Ships Amazon S3 server access logs into OpenSearch and answers who takes what.')
    .version('0.1.0')
    .addHelpText('after', EXAMPLES)
    .configureOutput({
      writeOut: io.print,
      writeErr: (text) => io.writeMessage(printableLines(text)),
    })
    .showHelpAfterError('Commands: tamarin --help; flags of one: tamarin <command> --help')
    .exitOverride();
  addUp(program, io, finish);
  addSync(program, io, finish);
  for (const question of QUESTION_TABLE) addQuestion(program, question, { io, finish });
  addParse(program, io, finish);
  addStatus(program, io, finish);
  addDoctor(program, io, finish);
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
    .description('start OpenSearch, ship the source, print the four answers, stay up')
    .argument(
      '[source]',
      'folder, file, s3://bucket/prefix or alias of a source; without it the sample logs',
    )
    .option('--once', 'stop after the answers');
  addCommon(addSyncFlags(command)).action(async (source, flags) => {
    const { upCommand } = await import('./up-command.ts');
    finish(await upCommand(source, flags, io));
  });
}

function addSync(program: Command, io: Io, finish: (code: number) => void): void {
  const command = program
    .command('sync')
    .description('ship the log objects that are not shipped yet')
    .argument(
      '[source]',
      'folder, file, s3://bucket/prefix or alias; without it the one source of the configuration',
    )
    .option('--dry-run', 'only say what would be read')
    .option('--strict', 'exit 3 also when lines were rejected')
    .option('--from <time>', 'log objects delivered at this time (UTC) or later', isoTime)
    .option('--to <time>', 'log objects delivered before this time (UTC)', isoTime);
  addCommon(addJson(addSyncFlags(command))).action(async (source, flags) => {
    const { syncCommand } = await import('./sync-command.ts');
    finish(await syncCommand(source, flags, io));
  });
}

function addParse(program: Command, io: Io, finish: (code: number) => void): void {
  program
    .command('parse')
    .description('log lines to documents, without OpenSearch: NDJSON on stdout, rejects on stderr')
    .argument('[file...]', 'files and folders, gzip or plain; - or none is stdin')
    .option('--strict', 'exit 3 when lines were rejected')
    .option('--json', 'print the summary as one line of JSON, on stderr')
    .option('--quiet', 'no summary')
    .option('--config <file>', 'configuration file instead of tamarin.yaml')
    .action(async (files: readonly string[], flags) => {
      const { parseCommand } = await import('./parse-command.ts');
      finish(await parseCommand(files, flags, io));
    });
}

function addStatus(program: Command, io: Io, finish: (code: number) => void): void {
  const command = program
    .command('status')
    .description('how far the answers reach: syncs, log objects that are missing, rejected lines')
    .option('--forget <source>', 'drop a source: answers do not wait for it; its records stay');
  addCommon(addJson(command)).action(async (flags) => {
    const { statusCommand } = await import('./status-command.ts');
    finish(await statusCommand(flags, io));
  });
}

function addDoctor(program: Command, io: Io, finish: (code: number) => void): void {
  const command = program
    .command('doctor')
    .description('check OpenSearch and a source, and say how to mend what is missing')
    .argument('[source]', 'folder, file, s3://bucket/prefix or alias of a source');
  addCommon(addJson(addSourceFlags(command))).action(async (source, flags) => {
    const { doctorCommand } = await import('./doctor-command.ts');
    finish(await doctorCommand(source, flags, io));
  });
}

function addSyncFlags(command: Command): Command {
  return addSourceFlags(command)
    .option('--full', 'read log objects again that are done; nothing is counted twice')
    .option('--overwrite', 'like --full, and rewrite records that are there')
    .option('--give-up-after <duration>', 'stop after this long without progress (s, m, h)');
}

function addSourceFlags(command: Command): Command {
  return command
    .option('--region <region>', 'region of the log bucket')
    .option('--endpoint <url>', 'S3-compatible store instead of Amazon S3')
    .option('--path-style', 'the bucket stands in the path of S3 requests, not in the host name');
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
        "print the result as CSV; text that looks like a formula gets a ' before it",
      ).conflicts('json'),
    )
    .option('--raw', 'with --csv: leave such text as it is')
    .option('--timeout <duration>', 'give up a search that takes longer (s, m, h)');
  command.optionsGroup(
    'Filters (different ones: all of them; the same one repeated: any of them):',
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

function argumentOf({ name, about, default: usual, choices }: QuestionArgument) {
  const text = choices === undefined ? about : `${about}, one of: ${choices.join(', ')}`;
  const argument = new Argument(usual === null ? `<${name}>` : `[${name}]`, text);
  return usual === null ? argument : argument.default(usual);
}

function optionOf({ name, value, about, default: usual, choices }: Parameter): Option {
  const option = new Option(value === undefined ? `--${name}` : `--${name} <${value}>`, about);
  if (choices !== undefined) option.choices(choices);
  return usual === undefined ? option : option.default(usual);
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
    .option('--quiet', 'no progress and no summary, errors only')
    .option('--samples', 'ask or fill the index of the sample logs')
    .option('--opensearch <url>', 'OpenSearch to use instead of the embedded engine')
    .option('--data-dir <folder>', 'where the embedded engine keeps its data')
    .option('--engine-port <port>', 'port of the embedded engine; 0 takes a free one')
    .option('--index-prefix <prefix>', 'first part of every index name')
    .option('--grain <grain>', 'a record index holds a month or a day')
    .option('--config <file>', 'configuration file instead of tamarin.yaml');
}

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

/** What a person reads when a command fails: object and cause, then what to do next. */
export function errorText(error: TamarinError): string {
  const { message, hint } = error;
  return printableLines(`tamarin: ${message}\n${hint === '' ? '' : `${hint}\n`}`);
}
