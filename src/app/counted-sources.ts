/** Which sources an answer waits for: where the configuration names sources, only those. */
import type { Config } from '../config/config.ts';
import { schemeOf } from '../source/scheme-table.ts';
import { configuredSources } from './openable-source.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** By the identity that their syncs are stored with; null: all that were ever synced. Nothing is opened. */
export async function countedSources(config: Config, env: Env): Promise<readonly string[] | null> {
  const sources = configuredSources(config, env);
  if (sources.length === 0) return null;
  return Promise.all(
    sources.map(({ address, settings }) =>
      schemeOf(address).physicalPrefixOf(address, settings.endpoint),
    ),
  );
}
