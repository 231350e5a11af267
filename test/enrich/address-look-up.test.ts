/** Goal: an address has the country of its network, however it was written down. */
import t from 'tap';
import { makeAddressLookUp } from '../../src/enrich/address-look-up.ts';
import { writeMmdb } from '../support/write-mmdb.ts';

const country = writeMmdb({ '203.0.113.0/25': { country: { iso_code: 'NZ' } } });
const lookUp = makeAddressLookUp({ country, asn: null });

// biome-ignore format: a table, one row an address
const ADDRESSES: readonly (readonly [ip: string, country: string | null])[] = [
  ['203.0.113.7', 'NZ'],
  ['::ffff:203.0.113.7', 'NZ'],
  ['::FFFF:203.0.113.7', 'NZ'],
  ['::ffff:cb00:7107', 'NZ'],
  ['0:0:0:0:0:FFFF:203.0.113.7', 'NZ'],
  ['203.0.113.200', null],
  ['::ffff:cb00:71c8', null],
  ['::ffff:203.0.113.200', null],
  ['2001:db8::7', null],
];
for (const [ip, wanted] of ADDRESSES) {
  t.test(`${ip} is in ${wanted ?? 'no country that is known'}`, async (t) => {
    t.strictSame(lookUp(ip), { country: wanted, asn: null, asOrg: null });
  });
}
