/**
 * Country and autonomous system of an address, from data files in MaxMind DB format that the
 * operator configured. A file lacks most private and some public addresses: then the fields are absent.
 */
import type * as MaxMind from 'mmdb-lib';
import type { Reader, Response } from 'mmdb-lib';
import { loadLate } from '../core/load-late.ts';
import type { AddressInfo } from './enrich.ts';
import { ipv6Groups, mappedIpv4 } from './mapped-ipv4.ts';
import { RecentCache } from './recent-cache.ts';

/** Addresses come again and again; a look-up costs some microseconds. */
const ADDRESSES_REMEMBERED = 10_000;

export interface AddressFiles {
  /** Contents; null where none is configured. */
  readonly country: Buffer | null;
  readonly asn: Buffer | null;
}

/** @throws Error where a file is no MaxMind DB */
export function makeAddressLookUp(files: AddressFiles): (ip: string) => AddressInfo {
  const country = readerOf(files.country);
  const asn = readerOf(files.asn);
  const cache = new RecentCache<AddressInfo>(ADDRESSES_REMEMBERED);
  const lookUp = (ip: string): AddressInfo => ({
    country: readCountry(find(country, ip)),
    ...readAsn(find(asn, ip)),
  });
  return (ip) => cache.get(ip, lookUp);
}

function readerOf(file: Buffer | null): Reader<Response> | null {
  if (file === null) return null;
  const { Reader } = loadLate('mmdb-lib') as typeof MaxMind;
  return new Reader(file);
}

/** Files have what is IPv4 in the clothes of IPv6 as IPv4. */
const plainAddress = (ip: string): string =>
  ip.includes(':') ? (mappedIpv4(ipv6Groups(ip)) ?? ip) : ip;

/** A file that is damaged inside gives nothing for some addresses; a record never depends on it. */
function find(reader: Reader<Response> | null, ip: string): Response | null {
  try {
    return reader?.get(plainAddress(ip)) ?? null;
  } catch {
    return null;
  }
}

type Found = Readonly<Record<string, unknown>> | null | undefined;

const textIn = (found: unknown, name: string): string | null => {
  const value: unknown =
    typeof found === 'object' && found !== null ? Reflect.get(found, name) : null;
  return typeof value === 'string' && value !== '' ? value : null;
};

/** MaxMind's layout (`country.iso_code`) and the flat one of other publishers (`country_code`). */
const readCountry = (found: unknown): string | null =>
  textIn((found as Found)?.country, 'iso_code') ?? textIn(found, 'country_code'); // fields are checked when read

function readAsn(found: unknown): { readonly asn: number | null; readonly asOrg: string | null } {
  const number: unknown = (found as Found)?.autonomous_system_number; // checked below
  return {
    asn: typeof number === 'number' ? number : null,
    asOrg: textIn(found, 'autonomous_system_organization'),
  };
}
