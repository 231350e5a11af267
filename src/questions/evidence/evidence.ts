/** The last pass: every number that is shown of an actor, counted and not estimated. */
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { Dossier } from './dossier.ts';
import { followsNames } from './order.ts';
import { HEAD, MISSED } from './record-query.ts';
import { sweepFields } from './sweep-pages.ts';

/** Of so many files at most the order of access is looked at. */
const ORDERED_FILES = 10_000;
const TOP = 5;

export interface TopFile {
  readonly key: string;
  readonly requests: number;
  readonly bytes: number;
  readonly fullDownloads: number;
}

interface Member {
  readonly address: string;
  readonly network: string;
  readonly requests: number;
}

/** What is known of an actor once all of its files, addresses and agents were counted. */
export interface Evidence extends Dossier {
  /** Different ones of it have this directory in common, at most. */
  readonly topDirectoryFiles: number;
  /** 0 to 1, by the first 10,000 files; null: not looked at yet. */
  readonly followsNames: number | null;
  /** By bytes, the first. */
  readonly topFiles: readonly TopFile[];
  /** That which was downloaded in full most often. */
  readonly mostRepeated: TopFile | null;
  readonly members: readonly Member[];
  /** Different pairs of address and user agent; null: not counted. */
  readonly agentAddressPairs: number | null;
}

const PPM = 1_000_000;

/** Before anything was counted: what a dossier alone tells. */
export const withoutEvidence = (dossier: Dossier, agentAddressPairs: number | null): Evidence => ({
  ...dossier,
  topDirectoryFiles: 0,
  followsNames: null,
  topFiles: [],
  mostRepeated: null,
  members: dossier.topAddresses.map(({ name, requests }) => ({
    address: name,
    network: '',
    requests,
  })),
  agentAddressPairs,
});

export async function readEvidence(
  dossier: Dossier,
  scope: Query,
  snapshot: Snapshot,
): Promise<Evidence> {
  const query = { bool: { filter: [scope, dossier.actor.query] } };
  const files = await readFiles(query, snapshot);
  const { members, ...counted } = await readMembers(query, snapshot);
  return {
    ...dossier,
    ...files,
    ...counted,
    members,
    addresses: members.length,
    networks: new Set(members.map(({ network }) => network)).size,
  };
}

async function readFiles(query: Query, snapshot: Snapshot) {
  const ordered: { key: string; firstMs: number }[] = [];
  const directories = new Map<string, number>();
  const top = { bytes: [] as TopFile[], full: null as TopFile | null };
  let [missedFiles, headFiles] = [0, 0];
  const aggs = {
    first: { min: { field: '@timestamp' } },
    bytes: { sum: { field: 'bytes_sent' } },
    ppm: { sum: { field: 'download_ppm' } },
    missed: { filter: MISSED },
    heads: { filter: HEAD },
  } as const;
  const files = await sweepFields({ fields: ['key'], query, aggs }, snapshot, (bucket) => {
    const key = String(bucket.key.key);
    if (ordered.length < ORDERED_FILES) ordered.push({ key, firstMs: bucket.first.value ?? 0 });
    if (bucket.missed.doc_count > 0) missedFiles += 1;
    if (bucket.heads.doc_count > 0) headFiles += 1;
    const directory = key.slice(0, key.lastIndexOf('/') + 1);
    if (directories.size < ORDERED_FILES || directories.has(directory))
      directories.set(directory, (directories.get(directory) ?? 0) + 1);
    const file: TopFile = {
      key,
      requests: bucket.doc_count,
      bytes: bucket.bytes.value,
      fullDownloads: bucket.ppm.value / PPM,
    };
    if (top.full === null || file.fullDownloads > top.full.fullDownloads) top.full = file;
    top.bytes.push(file);
    if (top.bytes.length > 2 * TOP) top.bytes = firstByBytes(top.bytes);
  });
  return {
    files,
    missedFiles,
    headFiles,
    topDirectoryFiles: Math.max(0, ...directories.values()),
    followsNames: followsNames(ordered),
    topFiles: firstByBytes(top.bytes),
    mostRepeated: top.full,
  };
}

const firstByBytes = (files: readonly TopFile[]): TopFile[] =>
  files.toSorted((a, b) => b.bytes - a.bytes || (a.key < b.key ? -1 : 1)).slice(0, TOP);

/** Those with the most requests first. */
async function readMembers(query: Query, snapshot: Snapshot) {
  const members = new Map<string, Member>();
  const agents = new Set<string>();
  const fields = ['remote_ip', 'network', 'user_agent'];
  const asked = { fields, isNullable: true, query, aggs: {} };
  const pairs = await sweepFields(asked, snapshot, ({ key, doc_count: requests }) => {
    if (key.user_agent !== null) agents.add(String(key.user_agent));
    const [address, network] = [String(key.remote_ip), String(key.network)];
    if (key.remote_ip === null) return;
    const known = members.get(address)?.requests ?? 0;
    members.set(address, { address, network, requests: known + requests });
  });
  return {
    agents: agents.size,
    agentAddressPairs: pairs,
    members: [...members.values()].toSorted(
      (a, b) => b.requests - a.requests || (a.address < b.address ? -1 : 1),
    ),
  };
}
