/** How lines are parsed and records enriched in a command, by its configuration. */
import type { IndexNames } from '../bulk/index-name.ts';
import type { WorkConfig } from '../config/config.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import { makeAddressLookUp } from '../enrich/address-look-up.ts';
import { readAwsRanges } from '../enrich/aws-ranges.ts';
import {
  type Enrich,
  type EnrichmentParts,
  enricherOf,
  makeEnrichmentParts,
} from '../enrich/enrich.ts';
import { digestFiles } from '../enrich/what-enriches.ts';
import { type LineParser, makeLineParser } from '../parse/parse-line.ts';
import { type LineEncoder, makeLineEncoder } from '../transcode/line-encoder.ts';
import { type FileNames, readAddressFiles } from './address-files.ts';

type ParserConfig = Pick<WorkConfig, 'redactNames' | 'keepHostId'>;

const redactNamesOf = ({ redactNames }: Pick<ParserConfig, 'redactNames'>): readonly string[] =>
  redactNames?.split(',') ?? [];

const makeConfiguredParser = (config: ParserConfig): LineParser =>
  makeLineParser({ redactNames: redactNamesOf(config), keepHostId: config.keepHostId });

type EnricherConfig = FileNames & Pick<WorkConfig, 'keepUrlParameters'>;

/**
 * With what the configuration says of addresses.
 * @throws TamarinError `config_invalid` when a file cannot be used
 */
export const makeConfiguredEnricher = (config: EnricherConfig): Enrich =>
  enricherOf(makeConfiguredParts(config));

/** What makes documents of the lines of a sync. */
export interface DocumentStages {
  readonly parser: LineParser;
  readonly enrich: Enrich;
  /** The same for ordinary lines, from bytes to bytes; null: this processor cannot. */
  readonly quickWay: LineEncoder | null;
}

/** @throws TamarinError `config_invalid` when a file cannot be used */
export function makeDocumentStages(
  config: ParserConfig & EnricherConfig,
  { recordIndex }: Pick<IndexNames, 'recordIndex'>,
): DocumentStages {
  const { keepHostId } = config;
  const parts = makeConfiguredParts(config);
  const redactNames = redactNamesOf(config);
  return {
    parser: makeConfiguredParser(config),
    enrich: enricherOf(parts),
    quickWay: makeLineEncoder({ parts, redactNames, keepHostId, recordIndex }),
  };
}

/** @throws TamarinError `config_invalid` */
function makeConfiguredParts(config: EnricherConfig): EnrichmentParts {
  const { countryFile, asnFile, awsRangesFile, keepUrlParameters } = config;
  const sources = useFiles([countryFile, asnFile, awsRangesFile], () => readAddressFiles(config));
  const { country, asn, ranges, ownNetworks } = sources;
  const hasMaps = country !== null || asn !== null;
  return makeEnrichmentParts({
    ...(hasMaps
      ? {
          lookUpAddress: useFiles([countryFile, asnFile], () =>
            makeAddressLookUp({ country, asn }),
          ),
        }
      : {}),
    ranges: {
      aws: ranges === null ? [] : useFiles([awsRangesFile], () => readAwsRanges(ranges)),
      own: ownNetworks,
    },
    files: digestFiles(sources),
    keepUrlParameters,
  });
}

function useFiles<T>(names: readonly (string | null)[], use: () => T): T {
  try {
    return use();
  } catch (cause) {
    const files = names.filter((file) => file !== null).join(' or ');
    throw new TamarinError('config_invalid', `Cannot use ${files}: ${messageOf(cause)}.`, {
      cause,
      hint: 'TAMARIN_COUNTRY_FILE and TAMARIN_ASN_FILE name files in MaxMind DB format (.mmdb), TAMARIN_AWS_RANGES_FILE a copy of ip-ranges.json.',
    });
  }
}
