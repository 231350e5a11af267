/** Writes a world as log objects into a folder and ships it by the real command line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLine } from '../../samples/maker/line-writer.ts';
import { expectedIds } from '../support/expected-ids.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { writeMmdb } from '../support/write-mmdb.ts';
import type { World } from './world.ts';

export interface ShippedWorld {
  /** What the sync says of itself. */
  readonly report: Readonly<Record<string, unknown>>;
  /** Document ids computed from the files. */
  readonly ids: ReadonlySet<string>;
  readonly stderr: string;
  readonly code: number | null;
}

export async function shipWorld(world: World, url: string, prefix: string): Promise<ShippedWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'tamarin-world-'));
  try {
    const logs = mkdtempSync(join(folder, 'logs-'));
    const ids = new Set<string>();
    for (const { name, records } of world.objects) {
      const text = records.map((record) => `${writeLine(record)}\n`).join('');
      writeFileSync(join(logs, name), text);
      // One object at a time: all files of the largest world are 60 MB.
      for (const id of expectedIds([{ name, bytes: Buffer.from(text) }], () => false)) ids.add(id);
    }
    const args = ['sync', logs, '--index-prefix', prefix, '--grain', world.grain, '--json'];
    const env = { OPENSEARCH_URL: url, ...writeDataFiles(world, folder) };
    const { code, stdout, stderr } = await runTamarin(args, env);
    return { report: code === 0 ? JSON.parse(stdout) : {}, ids, stderr, code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeDataFiles(world: World, folder: string): Readonly<Record<string, string>> {
  return { ...writeMaps(world, folder), ...writeRanges(world, folder) };
}

function writeRanges({ awsRanges, own }: World, folder: string): Readonly<Record<string, string>> {
  if (awsRanges.length === 0) return {};
  const file = join(folder, 'ip-ranges.json');
  writeFileSync(file, JSON.stringify({ prefixes: awsRanges, ipv6_prefixes: [] }));
  return { TAMARIN_AWS_RANGES_FILE: file, TAMARIN_OWN_NETWORKS: own.join(',') };
}

function writeMaps({ places }: World, folder: string): Readonly<Record<string, string>> {
  if (places.length === 0) return {};
  const [countryFile, asnFile] = [join(folder, 'country.mmdb'), join(folder, 'asn.mmdb')];
  const countries = places.flatMap(({ network, country }) =>
    country === null ? [] : [[network, { country: { iso_code: country } }] as const],
  );
  const systems = places.flatMap(({ network, as }) => {
    if (as === null) return [];
    const names = {
      autonomous_system_number: as.number,
      autonomous_system_organization: as.organisation,
    };
    return [[network, names] as const];
  });
  writeFileSync(countryFile, writeMmdb(Object.fromEntries(countries)));
  writeFileSync(asnFile, writeMmdb(Object.fromEntries(systems)));
  return { TAMARIN_COUNTRY_FILE: countryFile, TAMARIN_ASN_FILE: asnFile };
}
