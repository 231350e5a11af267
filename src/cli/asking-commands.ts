/** The commands that ask: those of the questions, and `block`. */
import type { Command } from 'commander';
import { QUESTION_TABLE } from '../questions/catalogue.ts';
import { addBlock } from './add-block.ts';
import { addQuestion } from './add-question.ts';
import type { Io } from './io.ts';

export function addAsking(
  program: Command,
  to: { readonly io: Io; readonly finish: (code: number) => void },
): void {
  for (const question of QUESTION_TABLE) addQuestion(program, question, to);
  addBlock(program, to);
}
