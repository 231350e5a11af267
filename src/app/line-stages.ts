/** How lines are parsed and records enriched in a command, by its configuration. */
import type { WorkConfig } from '../config/config.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import { makeAddressLookUp } from '../enrich/address-look-up.ts';
import { type Enrich, makeEnricher } from '../enrich/enrich.ts';
import { digestFiles } from '../enrich/what-enriches.ts';
import { type LineParser, makeLineParser } from '../parse/parse-line.ts';
import { type FileNames, readAddressFiles } from './address-files.ts';

type ParserConfig = Pick<WorkConfig, 'redactNames' | 'keepHostId'>;

export const makeConfiguredParser = ({ redactNames, keepHostId }: ParserConfig): LineParser =>
  makeLineParser({ redactNames: redactNames?.split(',') ?? [], keepHostId });

/** With the address data files, where there are any. @throws TamarinError `config_invalid` when a data file cannot be used */
export function makeConfiguredEnricher({ countryFile, asnFile }: FileNames): Enrich {
  if (countryFile === null && asnFile === null) return makeEnricher();
  try {
    const files = readAddressFiles({ countryFile, asnFile });
    return makeEnricher({ lookUpAddress: makeAddressLookUp(files), files: digestFiles(files) });
  } catch (cause) {
    const files = [countryFile, asnFile].filter((file) => file !== null).join(' or ');
    throw new TamarinError('config_invalid', `Cannot use ${files}: ${messageOf(cause)}.`, {
      cause,
      hint: 'TAMARIN_COUNTRY_FILE and TAMARIN_ASN_FILE name files in MaxMind DB format (.mmdb).',
    });
  }
}
