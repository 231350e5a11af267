/**
 * What enriched a record, as the record itself says it: `<field version>.<agent lists>.<files>`. So
 * an answer can tell records that an older parser or older lists named from those of today.
 */
export interface Enriched {
  /** Version of the rules that all derived fields are made by (DERIVED_VERSION). */
  readonly fields: string;
  /** Digest of the lists that user agents are looked up in. */
  readonly agents: string;
  /** Digest of the files that addresses are looked up in; `0` where there are none. */
  readonly files: string;
}

export type EnrichedPart = keyof Enriched;

export const NO_FILES = '0';

export const formatEnriched = ({ fields, agents, files }: Enriched): string =>
  `${fields}.${agents}.${files}`;

/** Parts that are not there are empty: they equal no part of ours. */
export function readEnriched(text: string): Enriched {
  const [fields = '', agents = '', files = ''] = text.split('.');
  return { fields, agents, files };
}
