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
  /** The operator leaves `url_parameters` out: the version is followed by `-`. */
  readonly lacksParameters?: true;
}

export type EnrichedPart = 'fields' | 'agents' | 'files' | 'parameters';

export const NO_FILES = '0';

const LACKS_PARAMETERS = '-';

export const formatEnriched = ({ fields, agents, files, lacksParameters }: Enriched): string =>
  `${fields}${lacksParameters === true ? LACKS_PARAMETERS : ''}.${agents}.${files}`;

/** Parts that are not there are empty: they equal no part of ours. */
export function readEnriched(text: string): Enriched {
  const [version = '', agents = '', files = ''] = text.split('.');
  if (!version.endsWith(LACKS_PARAMETERS)) return { fields: version, agents, files };
  const fields = version.slice(0, -LACKS_PARAMETERS.length);
  return { fields, agents, files, lacksParameters: true };
}
