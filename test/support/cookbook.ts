/** Reads docs/cookbook.md: its recipes, each a question, a command, a query body and a DQL line. */
import { readFileSync } from 'node:fs';

export interface Recipe {
  readonly question: string;
  /** Behind `npm run --silent tamarin --`, as a shell hands them over. */
  readonly args: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
  readonly dql: string;
}

const COOKBOOK = new URL('../../docs/cookbook.md', import.meta.url);
const COMMAND = 'npm run --silent tamarin -- ';
/** Of a command line without variables and escapes: quoted in one of both ways, or bare. */
const WORD = /'([^']*)'|"([^"$`\\]*)"|([^\s'"$`\\;&|<>()*?]+)/g;

/** @throws Error for a recipe without exactly one block of each kind */
export function readCookbook(): readonly Recipe[] {
  const [, ...sections] = readFileSync(COOKBOOK, 'utf8').split(/^### /m);
  return sections.map(readRecipe);
}

function readRecipe(section: string): Recipe {
  const question = section.slice(0, section.indexOf('\n'));
  const blocks = [...section.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  const block = (language: string): string => {
    const found = blocks.filter(([, each]) => each === language);
    if (found.length === 1) return found[0]?.[2]?.trim() ?? '';
    throw new Error(`${question} has ${found.length} blocks of ${language}, not one`);
  };
  const command = block('sh');
  if (!command.startsWith(COMMAND) || command.includes('\n'))
    throw new Error(`${question} has another kind of command: ${command}`);
  const args = splitCommand(command.slice(COMMAND.length));
  return { question, args, body: JSON.parse(block('json')), dql: block('text') };
}

/** As a shell would. @throws Error for what a shell would not leave as it is */
export function splitCommand(command: string): readonly string[] {
  const words = [...command.matchAll(WORD)];
  if (words.map(([text]) => text).join(' ') !== command)
    throw new Error(`A shell would read more into this command: ${command}`);
  return words.map(([, single, double, bare]) => single ?? double ?? bare ?? '');
}
