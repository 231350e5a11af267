/** The product's detector over lines, through a server in memory: what the exam examines. */
import { encodeDocument } from '../../src/bulk/document.ts';
import { makeEnricher } from '../../src/enrich/enrich.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { askQuestion } from '../../src/questions/catalogue.ts';
import { MemorySearch } from '../questions/memory-search.ts';
import type { Document } from '../questions/memory-values.ts';
import type { Detect } from './exam.ts';
import type { Row } from './row.ts';

const NO_LIMIT = { timeSecondsMax: Number.MAX_SAFE_INTEGER };

/** As they would be indexed. */
export function documentsOf(lines: readonly string[]): readonly Document[] {
  const enrich = makeEnricher();
  return lines.map((line, at) => {
    const outcome = parseLine(line, NO_LIMIT);
    if (outcome.kind === 'reject') throw new Error(`${outcome.reason}: ${line}`);
    const provenance = { logKey: 'exam', logLine: at + 1, syncId: null };
    return JSON.parse(encodeDocument(outcome.record, enrich(outcome.record), provenance, false)); // fields with values
  });
}

export const detect: Detect = async (lines, friends) => {
  const port = new MemorySearch(documentsOf(lines), {
    friends: {
      networks: [...friends.ownNetworks, ...friends.monitoring],
      domains: friends.ownDomains,
      accounts: friends.ownAccounts,
      agents: [],
    },
  });
  const answer = await askQuestion('scrapers', { limit: '1000', members: 'true' }, port);
  if (answer.question !== 'scrapers') throw new Error(answer.question);
  return answer.rows satisfies readonly Row[];
};
