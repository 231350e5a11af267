/** The certificate authority that a server is trusted by. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Node takes anything for a list of certificates, and then trusts nobody. @throws Error */
export function readCertificates(file: string): string {
  const text = readFileSync(file, 'utf8');
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new Error(`${file} contains no PEM certificate`);
  try {
    new X509Certificate(text); // the first of them
  } catch (cause) {
    throw new Error(`${file} contains a damaged certificate`, { cause });
  }
  return text;
}
