/** How lines are parsed and records enriched in a command, by its configuration. */
import type { WorkConfig } from '../config/config.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import { makeAddressLookUp } from '../enrich/address-look-up.ts';
import { readAwsRanges } from '../enrich/aws-ranges.ts';
import { type Enrich, makeEnricher } from '../enrich/enrich.ts';
import { digestFiles } from '../enrich/what-enriches.ts';
import { type LineParser, makeLineParser } from '../parse/parse-line.ts';
import { type FileNames, readAddressFiles } from './address-files.ts';

type ParserConfig = Pick<WorkConfig, 'redactNames' | 'keepHostId'>;

export const makeConfiguredParser = ({ redactNames, keepHostId }: ParserConfig): LineParser =>
  makeLineParser({ redactNames: redactNames?.split(',') ?? [], keepHostId });

type EnricherConfig = FileNames & Pick<WorkConfig, 'keepUrlParameters'>;

/**
 * With what the configuration says of addresses.
 * @throws TamarinError `config_invalid` when a file cannot be used
 */
export function makeConfiguredEnricher(config: EnricherConfig): Enrich {
  const { countryFile, asnFile, awsRangesFile, keepUrlParameters } = config;
  const sources = useFiles([countryFile, asnFile, awsRangesFile], () => readAddressFiles(config));
  const { country, asn, ranges, ownNetworks } = sources;
  const hasMaps = country !== null || asn !== null;
  return makeEnricher({
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
