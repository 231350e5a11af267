/**
 * Values for the fields of a mixed world: of each field some that are common, some that are rare,
 * and those that a parser, an aggregation or a sort can get wrong.
 */
import { type Address, ipv4 } from '../../samples/maker/addresses.ts';
import {
  type Agent,
  type AgentFamily,
  agentOf,
  EMPTY_AGENT,
  QUOTED_AGENT,
} from '../../samples/maker/agents.ts';
import type { Random } from '../../samples/maker/prng.ts';
import type { AwsRange, Place } from './naive-dimensions.ts';

export interface MixedFile {
  readonly key: string;
  readonly sizeBytes: number;
}

/** U+FF5E sorts before U+1F600 by code point, and behind it by UTF-16 unit. */
const ODD_KEYS = [
  'top.txt',
  '.htaccess',
  'no-extension',
  'odd/name. with blank',
  'odd/UPPER.MP3',
  'odd/archive.tar.gz',
  'odd/50% off + more.mp3',
  'odd/\u{1f600}.jpg',
  'odd/\uff5e.jpg',
  'odd/é composed.jpg',
  'odd/é decomposed.jpg',
  '川の音/#3.flac',
  'Ποτάμι/και θάλασσα.mp3',
  '//twice/slashed.mp3',
  'ends/with/slash/',
  'deep/er/and/deep/er/still.txt',
  'deep//er///and.txt',
];

const MB = 1_000_000;

export const mixedFiles = (random: Random): readonly MixedFile[] => [
  ...Array.from({ length: 220 }, (_, index) => ({
    key: `${random.pick(['episodes', 'video', 'images'])}/file-${index}.${random.pick(['mp3', 'mp4', 'jpg'])}`,
    sizeBytes: random.int(1_000, 3 * MB),
  })),
  ...ODD_KEYS.map((key) => ({ key, sizeBytes: random.int(1_000, MB) })),
  { key: 'empty/nothing.bin', sizeBytes: 0 },
];

const FAMILIES: readonly AgentFamily[] = [
  'Chrome',
  'Safari',
  'Firefox',
  'AppleCoreMedia',
  'VLC',
  'aws-cli',
  'curl',
  'Googlebot',
  'GPTBot',
  'Amazon CloudFront',
];

/** No list knows these. */
const UNKNOWN_AGENTS: readonly Agent[] = [
  { family: 'RiverbendSync', text: 'RiverbendSync/2.4' },
  { family: 'Zufluss', text: 'Zufluss (интерн \u{1f600})' },
];

export function mixedAgent(random: Random): Agent | null {
  if (random.chance(0.04)) return null;
  if (random.chance(0.03)) return EMPTY_AGENT;
  if (random.chance(0.03)) return QUOTED_AGENT;
  if (random.chance(0.05)) return random.pick(UNKNOWN_AGENTS);
  return agentOf(random.pick(FAMILIES), random);
}

export const REFERRERS: readonly (string | null)[] = [
  null,
  null,
  'https://www.Riverbend-Radio.example/',
  'https://riverbend-radio.example/listen?episode=7',
  'http://news.example.org:8080/x?access_token=not-a-real-token',
  'HTTPS://NEWS.EXAMPLE.ORG/y',
  'android-app://com.example.player/',
  'typed by hand \u{1f600}',
  'typed by hand \uff5e',
];

const ACCOUNT = 'arn:aws:iam::111122223333';
export const REQUESTERS: readonly (string | null)[] = [
  null,
  null,
  null,
  `${ACCOUNT}:user/editor`,
  `${ACCOUNT}:user/reader`,
  'arn:aws:sts::111122223333:assumed-role/backup/session-1',
  'arn:aws:sts::111122223333:assumed-role/backup/ada@example.org',
  'arn:aws-us-gov:sts::444455556666:federated-user/grace',
  'svc:delivery.logs.amazonaws.com',
  'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1RIVERBEND7Q',
  '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be',
];

/** Masked, mapped into IPv6, and two whose order by text is not their order by number. */
export const ODD_ADDRESSES: readonly Address[] = [
  { name: '203.0.113.xxx', logged: '203.0.113.xxx' },
  { name: '203.0.113.77', logged: '::ffff:203.0.113.77' },
  ipv4('192.0.2.9'),
  ipv4('192.0.2.10'),
  ipv4('10.1.2.3'),
  ipv4('172.31.9.9'),
];

/** Only in one file, only in the other, and a number that is the lesser as text. */
export const PLACES: readonly Place[] = [
  { network: '192.0.2.0/24', country: 'NZ', as: { number: 64_500, organisation: 'Example Net' } },
  { network: '198.51.100.0/24', country: 'PT', as: { number: 7_018, organisation: 'Rio Telecom' } },
  { network: '198.18.7.0/24', country: 'TH', as: null },
  { network: '198.18.8.0/24', country: null, as: { number: 64_500, organisation: 'Example Net' } },
];

/** Networks inside others, in the Region of the buckets, in another and in none. */
export const AWS_RANGES: readonly AwsRange[] = [
  { ip_prefix: '198.51.101.0/24', region: 'eu-west-1', service: 'AMAZON' },
  { ip_prefix: '198.51.101.0/25', region: 'us-east-1', service: 'EC2' },
  { ip_prefix: '198.51.102.0/24', region: 'GLOBAL', service: 'AMAZON' },
  { ip_prefix: '198.51.102.0/26', region: 'GLOBAL', service: 'CLOUDFRONT' },
  { ip_prefix: '192.0.2.0/24', region: 'eu-west-1', service: 'EC2' },
];
export const OWN_NETWORKS = ['198.51.103.0/26', '192.0.2.9/32'];

export const QUERIES = [
  '',
  '',
  '',
  '?x-user=member-0419',
  '?x-user=member-1042',
  // Foreign values are more frequent than those of `x-user`, and before and behind them.
  '?x-id=GetObject&x-user=member-0419&X-Amz-Expires=3600',
  '?x-users=all&x-user=member+7%2F%22caf%C3%A9%22&x-id=GetObject&zone=z',
  '?x-user=&x-user=member-1042&x-id=GetObject',
  '?x-user%3Dmember-1042&x-user=member-0419&versionId=3',
  '?versionId=3HL4kqtJlcpXroDTDmJ&x-id=GetObject',
  '?X-Amz-Expires=3600&X-Amz-Signature=0123456789abcdef',
];
