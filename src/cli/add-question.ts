/** The command of a question, drawn from the catalogue: its argument, parameters and filters. */
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { DIMENSION_TABLE, filterMeaning } from '../questions/ask/dimension-table.ts';
import { BOUND_TABLE } from '../questions/ask/number-table.ts';
import { FILTER_TABLE, PARAMETER_OF_ALL_TABLE, PARAMETER_TABLE, type Parameter, RANGE_TABLE } from '../questions/ask/parameter-table.ts'; // biome-ignore format: one import
import type { RawParameters } from '../questions/ask/raw-parameters.ts';
import type { Question, QuestionArgument } from '../questions/question.ts';
import type { Io } from './io.ts';
import type { QuestionFlags } from './question-command.ts';
import { addCommon, addJson } from './shared-options.ts';

const AMONG_MEANING =
  'only the names in this file, one a line, or the keys of an S3 Inventory CSV, also gzipped; tells which have no record';

export function addQuestion(
  program: Command,
  question: Question,
  { io, finish }: { readonly io: Io; readonly finish: (code: number) => void },
): void {
  const { argument } = question;
  const command = program.command(question.name).description(question.about);
  if (argument !== null) command.addArgument(argumentOf(argument));
  for (const parameter of question.parameters)
    command.addOption(optionOf(PARAMETER_TABLE[parameter]));
  if (question.takesNames) command.option('--among <file>', AMONG_MEANING);
  addRange(command);
  addCommon(addJson(command))
    .addOption(
      new Option(
        '--csv',
        "print the result as CSV; text that looks like a formula is prefixed with '",
      ).conflicts('json'),
    )
    .option('--raw', 'with --csv: leave such text unchanged')
    .addOption(
      new Option(
        '--columns <names>',
        'only these columns, in this order, such as name,bytes; also of --csv',
      ).conflicts('json'),
    )
    .option('--wide', 'all columns, even where the terminal is too narrow for them')
    .option('--timeout <duration>', 'give up on a search that takes longer (s, m, h)');
  addFilters(command);
  command.action(async () => {
    const { questionCommand } = await import('./question-command.ts');
    const flags = command.opts<QuestionFlags>();
    const argued = argument === null ? {} : { [argument.name]: command.processedArgs[0] };
    const parameters = { ...argued, ...parametersOf(command, question.parameters) };
    finish(await questionCommand(question.name, parameters, flags, io));
  });
}

/** Of whom and when it is asked. */
export function addRange(command: Command): void {
  for (const parameter of PARAMETER_OF_ALL_TABLE) command.addOption(optionOf(parameter));
  for (const { name, value, about } of RANGE_TABLE) command.option(`--${name} <${value}>`, about);
}

/** They come last: there are many. */
export function addFilters(command: Command): void {
  command.optionsGroup(
    'Filters (repeat one to match any value; different filters must all match; * and ? are wildcards, \\* is a star):',
  );
  for (const dimension of DIMENSION_TABLE)
    command.option(`--${dimension.name} <value>`, filterMeaning(dimension), collect);
  for (const { name, value, about } of FILTER_TABLE)
    command.option(`--${name} <${value}>`, about, collect);
  for (const { name, value, about } of BOUND_TABLE) command.option(`--${name} <${value}>`, about);
}

function argumentOf({ name, about, default: fallback, choices }: QuestionArgument) {
  const text = choices === undefined ? about : `${about}, one of: ${choices.join(', ')}`;
  const argument = new Argument(fallback === null ? `<${name}>` : `[${name}]`, text);
  return fallback === null ? argument : argument.default(fallback);
}

export function optionOf({
  name,
  value,
  about,
  default: fallback,
  choices,
  alsoTakes,
}: Parameter): Option {
  const option = new Option(value === undefined ? `--${name}` : `--${name} <${value}>`, about);
  if (choices !== undefined) option.choices(choices);
  if (choices !== undefined && alsoTakes !== undefined) takeAlso(option, choices, alsoTakes);
  return fallback === undefined ? option : option.default(fallback);
}

/** The choices stand in the help; what else is taken is checked like them. */
function takeAlso(
  option: Option,
  choices: readonly string[],
  { form, pattern }: NonNullable<Parameter['alsoTakes']>,
): void {
  option.description += `, or ${form}`;
  option.argParser((value: string) => {
    if (choices.includes(value) || new RegExp(pattern).test(value)) return value;
    const allowed = [...choices, form].join(', ');
    throw new InvalidArgumentError(`Allowed choices are ${allowed}.`);
  });
}

type GivenValue = RawParameters[string];

/** What is asked, by its name on the command line: `own` parameters, range and filters. */
export function parametersOf(command: Command, own: readonly string[]): RawParameters {
  const names = new Set<string>([
    ...own,
    ...[
      ...PARAMETER_OF_ALL_TABLE,
      ...RANGE_TABLE,
      ...FILTER_TABLE,
      ...BOUND_TABLE,
      ...DIMENSION_TABLE,
    ].map(({ name }) => name),
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

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];
