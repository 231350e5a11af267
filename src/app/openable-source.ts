/**
 * A source as it can be opened: one that the configuration names, by its alias, or one that a command
 * was given by its address.
 */
import { lstat } from 'node:fs/promises';
import type { WorkConfig } from '../config/config.ts';
import type { Schedule } from '../config/read-schedule.ts';
import type { SourceConfig } from '../config/source-table.ts';
import { TamarinError } from '../core/error.ts';
import { isS3Url } from '../core/s3-url.ts';
import type { S3Settings } from '../source/s3/s3-settings.ts';
import { s3Settings } from './s3-settings.ts';
import type { Surroundings } from './surroundings.ts';

export interface OpenableSource {
  /** Under which the service knows it. */
  readonly alias: string;
  /** `s3://bucket/prefix`, or a path. */
  readonly address: string;
  readonly settings: S3Settings;
  /** Null: it is synced only when somebody asks. */
  readonly schedule: Schedule | null;
  /** False: its schedule is paused. */
  readonly monitor: boolean;
}

/** Aliases of what a command was given by its address, and of the sample logs. */
type OwnAlias = 'cli' | 'samples';

/** What a sync notes of the name: an address that a command was given has none. */
export const storedAlias = (alias: string): string | null => (alias === 'cli' ? null : alias);

type Env = Surroundings['env'];

/** The sources of the service, in the order of the file. */
export const configuredSources = (config: WorkConfig, env: Env): readonly OpenableSource[] =>
  config.sources.map((source) => configuredSource(source, config, env));

const configuredSource = (own: SourceConfig, config: WorkConfig, env: Env): OpenableSource => ({
  alias: own.alias,
  address: own.url,
  settings: s3Settings(config, env, own),
  schedule: own.schedule,
  monitor: own.monitor,
});

export const addressedSource = (
  address: string,
  config: WorkConfig,
  env: Env,
  alias: OwnAlias = 'cli',
): OpenableSource => ({
  alias,
  address,
  settings: s3Settings(config, env),
  schedule: null,
  monitor: true,
});

/**
 * What a person means: an alias, an address, or the one source that is configured. A path of that name goes before an
 * alias, and is told. @throws TamarinError `usage`
 */
export async function findSource(
  named: string | undefined,
  config: WorkConfig,
  env: Env,
  notice: (text: string) => void,
): Promise<OpenableSource> {
  if (named === undefined) return configuredSource(onlySource(config), config, env);
  const source = config.sources.find(({ alias }) => alias === named);
  const isPath = isS3Url(named) || (await isThere(named));
  if (source === undefined) {
    if (isPath || config.sources.length === 0) return addressedSource(named, config, env);
    throw new TamarinError('source_unreachable', `There is neither a path nor a source ${named}.`, {
      hint: `The configuration names ${aliasesOf(config)}.`,
    });
  }
  if (!isPath) return configuredSource(source, config, env);
  notice(`"${named}" is a path here, and is taken; the configured source of that name is ${source.url}.`); // biome-ignore format: one sentence
  return addressedSource(named, config, env);
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false, // whoever opens it says why
  );

const aliasesOf = ({ sources }: WorkConfig): string => sources.map(({ alias }) => alias).join(', ');

function onlySource(config: WorkConfig): SourceConfig {
  const [only, ...others] = config.sources;
  if (only !== undefined && others.length === 0) return only;
  const found = only === undefined ? 'names none' : `names ${aliasesOf(config)}`;
  throw new TamarinError('usage', `No source was given, and the configuration ${found}.`, {
    hint: 'Name a folder, s3://bucket/prefix or the alias of a source in tamarin.yaml: tamarin sync <source>',
  });
}
