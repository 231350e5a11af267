/** The parameters of `scrapers`, checked. @throws TamarinError `usage` */
import { TamarinError } from '../../core/error.ts';
import { PARAMETER_TABLE } from '../ask/parameter-table.ts';
import { onlyValue, type RawParameters, readFlag } from '../ask/raw-parameters.ts';
import { readScope } from '../ask/read-filters.ts';
import { readLimit } from '../ask/read-parameters.ts';
import type { ScrapersQuestion } from './answer.ts';

const SCORE_MAX = 100;

export const readScrapersQuestion = (raw: RawParameters): ScrapersQuestion => ({
  scope: readScope(raw),
  limit: readLimit(raw),
  minScore: readMinScore(raw),
  allMembers: readFlag('members', raw),
});

function readMinScore(raw: RawParameters): number {
  const text = onlyValue('min-score', raw) ?? PARAMETER_TABLE['min-score'].default;
  const score = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (score <= SCORE_MAX) return score;
  throw new TamarinError('usage', `--min-score "${text}" is not a number from 0 to ${SCORE_MAX}.`);
}
