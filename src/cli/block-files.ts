/** Plans and lists of addresses, from files or from stdin. */
import { readFileSync } from 'node:fs';
import type { BlockPlan } from '../block/plan/block-plan.ts';
import { readPlan } from '../block/plan/read-plan.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import type { Io } from './io.ts';

/** Above any list that a plan takes. */
const CHARACTERS_MAX = 16_000_000;

/** `-` is stdin. @throws TamarinError `usage` */
export async function readText(path: string, { stdin }: Io): Promise<string> {
  if (path !== '-') return readFile(path);
  let text = '';
  for await (const chunk of stdin.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > CHARACTERS_MAX)
      throw new TamarinError('usage', `stdin has over ${CHARACTERS_MAX} characters.`);
  }
  return text;
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new TamarinError('usage', `${path} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

/** @throws TamarinError `usage` */
export const planFile = async (path: string, io: Io): Promise<BlockPlan> =>
  readPlan(await readText(path, io), path === '-' ? 'stdin' : path);
