/** Readers of the values of the HTTP service. */
import { isIP } from 'node:net';
import { matching, type Reader, reader } from './read-value.ts';

const checked = (isRight: (value: string) => boolean, wanted: string): Reader =>
  reader({ type: 'string' }, (value) =>
    isRight(value) ? { kind: 'value', value } : { kind: 'problem', wanted },
  );

const isHostName = (name: string): boolean => /^[a-z\d_-]+(?:\.[a-z\d_-]+)*$/i.test(name);

export const hostName = checked(
  (value) => isIP(value) !== 0 || isHostName(value),
  'an IP address or a host name, without a port',
);

export const hostNames = checked(
  (value) => value.split(',').every(isHostName),
  'host names without ports, separated by commas',
);

/** As it can stand in a header. */
export const bearerToken = matching(
  /^[\x21-\x7e]{1,4096}$/,
  'of visible ASCII characters without blanks, at most 4096',
);

export const networks = checked(
  (value) => value.split(',').every(isNetwork),
  'IP addresses and networks such as 10.0.0.0/8, separated by commas',
);

/** A network of all addresses would believe everybody. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}
