/** An embedded OpenSearch for one test file alone: for tests that change the cluster's settings. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS_FILE } from '../../src/engine/home/engine-home.ts';
import { startEngine } from '../../src/engine/start-engine.ts';
import { ENGINE_PARENT } from './engine-parent.ts';
import { plainRequest, type Request } from './plain-request.ts';
import { removeDataDir } from './remove-data-dir.ts';
import { TEST_IMAGE } from './test-image.ts';

/** Flat names, as `search.max_buckets`; null takes a setting back. */
type Settings = Readonly<Record<string, string | number | boolean | null>>;

export interface OwnEngine {
  readonly url: string;
  readonly request: Request;
  /** Changes dynamic settings of the cluster. @throws Error when the server refuses them */
  putSettings(settings: Settings): Promise<void>;
}

/** 1 GiB serves a million records. This variable beats the heap that launch.ts asks for. */
const SMALL_HEAP = { _JAVA_OPTIONS: '-Xms256m -Xmx1g' };

/** `settings` are the node's from its start, so that static ones can be set too. */
export async function ownEngine(
  t: { teardown(task: () => Promise<void>): unknown },
  { settings = {} }: { readonly settings?: Settings } = {},
): Promise<OwnEngine> {
  const folder = mkdtempSync(join(ENGINE_PARENT, 'tamarin-own-engine-'));
  const settingsFile = join(folder, 'opensearch.yml');
  writeFileSync(settingsFile, withSettings(readFileSync(SETTINGS_FILE, 'utf8'), settings));
  const dataDir = join(folder, 'data');
  const remove = async (): Promise<void> => {
    await removeDataDir(dataDir);
    rmSync(folder, { recursive: true, force: true });
  };
  const engine = await startEngine({
    dataDir,
    port: 0,
    image: TEST_IMAGE,
    say: () => undefined,
    env: { ...process.env, ...SMALL_HEAP },
    settingsFile,
  }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  t.teardown(async () => {
    await engine.release();
    await remove();
  });

  const request = plainRequest(engine.url);
  const putSettings = async (changed: Settings): Promise<void> => {
    const { status, body } = await request('PUT', '/_cluster/settings', { persistent: changed });
    if (status !== 200) throw new Error(`settings refused: ${JSON.stringify(body)}`);
  };
  return { url: engine.url, request, putSettings };
}

/** The same setting twice would be refused. JSON values are YAML. */
function withSettings(yaml: string, settings: Settings): string {
  const names = Object.keys(settings);
  const kept = yaml
    .split('\n')
    .filter((line) => !names.some((name) => line.startsWith(`${name}:`)));
  const own = Object.entries(settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `${[...kept, ...own].join('\n')}\n`;
}
