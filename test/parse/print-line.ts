/** The way back: a record as the line that S3 would have written for it, for round trips in tests. */
import { Buffer } from 'node:buffer';
import type { AccessRecord } from '../../src/core/record.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** One character a byte, as parseLine wants it. */
export function printLine(record: AccessRecord): string {
  const quoted = (text: string | null): string => (text === null ? '"-"' : `"${text}"`);
  const plain = (value: string | number | null): string => (value === null ? '-' : `${value}`);
  const fields = [
    plain(record.bucketOwner),
    plain(record.bucket),
    printTime(record.timeSeconds),
    plain(record.remoteIp ?? record.remoteIpLogged),
    plain(record.requester),
    plain(record.requestId),
    plain(record.operation),
    plain(record.keyLogged ?? record.key),
    quoted(record.requestUri),
    plain(record.httpStatus),
    plain(record.errorCode),
    plain(record.bytesSent),
    plain(record.objectSize),
    plain(record.totalTime),
    plain(record.turnAroundTime),
    quoted(record.referrer),
    quoted(record.userAgent),
    plain(record.versionId),
    plain(record.hostId),
    plain(record.signatureVersion),
    plain(record.cipherSuite),
    plain(record.authenticationType),
    plain(record.hostHeader),
    plain(record.tlsVersion),
    plain(record.accessPointArn),
    plain(record.aclRequired),
    plain(record.sourceRegion),
    ...(record.extraFields ?? []).map((text) => `"${text}"`),
  ];
  return Buffer.from(fields.join(' '), 'utf8').toString('latin1');
}

function printTime(seconds: number): string {
  const text = new Date(seconds * 1_000).toISOString();
  const month = MONTHS[Number(text.slice(5, 7)) - 1] ?? '';
  return `[${text.slice(8, 10)}/${month}/${text.slice(0, 4)}:${text.slice(11, 19)} +0000]`;
}

/** How S3 encodes a key: form-style, twice for most operations. */
export function encodeKey(key: string, passes: number): string {
  let bytes = Buffer.from(key, 'utf8');
  for (let pass = 0; pass < passes; pass += 1) {
    const text = Array.from(bytes, (byte) => encodeByte(byte)).join('');
    bytes = Buffer.from(text, 'latin1');
  }
  return bytes.toString('latin1');
}

function encodeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (/[\w./*-]/.test(character)) return character;
  return character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
