/** What makes documents of lines, as a sync without any configuration has it. */
import type { IndexNames } from '../../src/bulk/index-name.ts';
import { enricherOf, makeEnrichmentParts } from '../../src/enrich/enrich.ts';
import { makeLineParser } from '../../src/parse/parse-line.ts';
import { LineEncoder } from '../../src/transcode/line-encoder.ts';

export function documentStages({ recordIndex }: Pick<IndexNames, 'recordIndex'>) {
  const parts = makeEnrichmentParts();
  return {
    parser: makeLineParser(),
    enrich: enricherOf(parts),
    quickWay: new LineEncoder({ parts, redactNames: [], keepHostId: true, recordIndex }),
  };
}
