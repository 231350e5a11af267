/** The enricher of a command: with the address data files of the configuration, where there are any. */
import { readFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import { makeAddressLookUp } from '../enrich/address-look-up.ts';
import { type Enrich, makeEnricher } from '../enrich/enrich.ts';

/** @throws TamarinError `config_invalid` when a data file cannot be used */
export function makeConfiguredEnricher({ countryFile, asnFile }: Config): Enrich {
  if (countryFile === null && asnFile === null) return makeEnricher();
  try {
    const read = (file: string | null): Buffer | null =>
      file === null ? null : readFileSync(file);
    const lookUpAddress = makeAddressLookUp({ country: read(countryFile), asn: read(asnFile) });
    return makeEnricher({ lookUpAddress });
  } catch (cause) {
    const files = [countryFile, asnFile].filter((file) => file !== null).join(' or ');
    throw new TamarinError('config_invalid', `Cannot use ${files}: ${messageOf(cause)}.`, {
      cause,
      hint: 'TAMARIN_COUNTRY_FILE and TAMARIN_ASN_FILE name files in MaxMind DB format (.mmdb).',
    });
  }
}
