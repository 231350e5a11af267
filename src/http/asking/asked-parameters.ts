/** The parameters of a question as they stand in an address, under the names of the command line. */

import { type TSchema, Type } from 'typebox';
import {
  DIMENSION_TABLE,
  type Dimension,
  filterMeaning,
} from '../../questions/ask/dimension-table.ts';
import { BOUND_TABLE } from '../../questions/ask/number-table.ts';
import { FILTER_TABLE, PARAMETER_OF_ALL_TABLE, PARAMETER_TABLE, type Parameter, RANGE_TABLE } from '../../questions/ask/parameter-table.ts'; // biome-ignore format: one import
import type { Question, QuestionArgument } from '../../questions/question.ts';

/** From 1 to LIMIT_MAX, or `all`. */
const LIMIT_PATTERN = '^(?:0*(?:[1-9]\\d{0,3}|10000)|all)$';

/** Names of two dimensions. */
const PAIR_PATTERN = '^[^,]+,[^,]+$';

/** As read-filters.ts takes values; a dimension without a pattern takes any text, or checks it itself. */
const VALUE_PATTERNS: Readonly<Partial<Record<Dimension['kind'], string>>> = {
  status: '^[1-9](?:\\d\\d|[xX][xX])$',
  number: '^(?:[aA][sS])?\\d{1,10}$',
};

/** Below the 1,024 clauses that a server takes. */
const FILTER_VALUES_MAX = 1_000;

/** The paths of a question: one without its argument, where that may be left out. */
export function pathsOf({ name, argument }: Question): readonly string[] {
  if (argument === null || argument.isFreeText === true) return [`/${name}`];
  const withArgument = `/${name}/:${argument.name}`;
  return argument.default === null ? [withArgument] : [`/${name}`, withArgument];
}

export const pathSchema = ({ name, about, choices, choicesMax = 1 }: QuestionArgument): TSchema =>
  Type.Object(
    {
      [name]:
        choicesMax === 1
          ? textSchema(about, choices)
          : Type.Union([textSchema(about, choices), Type.String({ pattern: PAIR_PATTERN })]),
    },
    { additionalProperties: false, required: [name] },
  );

/** All that may stand behind the `?`. */
export function querySchema({ argument, parameters }: Question): TSchema {
  const texts: Record<string, TSchema> = {};
  if (argument?.isFreeText === true) texts[argument.name] = textSchema(argument.about);
  for (const name of parameters)
    texts[name] = Type.Optional(parameterSchema(PARAMETER_TABLE[name]));
  Object.assign(texts, scopeSchemas());
  texts.format = Type.Optional(
    Type.Enum(['json', 'csv'], {
      description: 'default json; of what is streamed, lines of JSON',
    }),
  );
  texts.raw = Type.Optional(
    Type.Enum(['true', 'false'], {
      description: 'with CSV: leave text that looks like a formula as it is',
    }),
  );
  return Type.Object(texts, { additionalProperties: false });
}

/** Of whom and when it is asked. */
export function scopeSchemas(): Record<string, TSchema> {
  const texts: Record<string, TSchema> = {};
  for (const parameter of PARAMETER_OF_ALL_TABLE)
    texts[parameter.name] = Type.Optional(parameterSchema(parameter));
  for (const row of RANGE_TABLE) texts[row.name] = Type.Optional(rangeSchema(row));
  for (const dimension of DIMENSION_TABLE)
    texts[dimension.name] = Type.Optional(
      listSchema(filterMeaning(dimension), VALUE_PATTERNS[dimension.kind]),
    );
  for (const { name, about } of FILTER_TABLE) texts[name] = Type.Optional(listSchema(about));
  for (const { name, about } of BOUND_TABLE) texts[name] = Type.Optional(textSchema(about));
  return texts;
}

export function parameterSchema({
  name,
  value,
  about,
  choices,
  alsoTakes,
  isList,
  default: usual,
}: Parameter) {
  const description = usual === undefined ? about : `${about}; default ${usual}`;
  if (value === undefined) return Type.Enum(['true', 'false'], { description });
  if (name === 'limit') return Type.String({ description, pattern: LIMIT_PATTERN });
  if (alsoTakes !== undefined && choices !== undefined)
    return Type.Union([
      textSchema(description, choices),
      Type.String({ pattern: alsoTakes.pattern }),
    ]);
  return textSchema(description, isList === true ? undefined : choices);
}

const textSchema = (description: string, choices?: readonly string[]): TSchema =>
  choices === undefined
    ? Type.String({ description, minLength: 1 })
    : choiceSchema(description, choices);

/** `param:NAME` stands for any name. */
const ANY_NAME = /NAME$/;

function choiceSchema(description: string, choices: readonly string[]): TSchema {
  const named = choices.filter((choice) => ANY_NAME.test(choice));
  const fixed = choices.filter((choice) => !named.includes(choice));
  if (named.length === 0) return Type.Enum(fixed, { description });
  const patterns = named.map((choice) =>
    Type.String({ pattern: `^${choice.replace(ANY_NAME, '[^=]+')}$` }),
  );
  return Type.Union([Type.Enum(fixed), ...patterns], { description });
}

/** A zone has no pattern. */
const rangeSchema = ({ about, ...more }: (typeof RANGE_TABLE)[number]): TSchema =>
  Type.String({ description: about, ...('pattern' in more ? { pattern: more.pattern } : {}) });

/** `?ip=192.0.2.1&ip=192.0.2.2`: any of them. */
function listSchema(description: string, pattern?: string): TSchema {
  const value = Type.String(pattern === undefined ? {} : { pattern });
  return Type.Union([value, Type.Array(value, { maxItems: FILTER_VALUES_MAX })], { description });
}
