/** Where the configuration names sources, answers wait for those and no others. */
import type { Config } from '../config/config.ts';
import { schemeOf } from '../source/scheme-table.ts';
import { configuredSources } from './openable-source.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** By the identity that their syncs are stored with. Nothing is opened. */
export function countedSources(config: Config, env: Env): Promise<readonly string[]> {
  return Promise.all(
    configuredSources(config, env).map(({ address, settings }) =>
      schemeOf(address).physicalPrefixOf(address, settings.endpoint),
    ),
  );
}
