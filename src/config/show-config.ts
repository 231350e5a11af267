/** The settings in effect, each with the place it came from. Secrets are never part of it. */
import type { ConfigSources, LoadedConfig } from './config.ts';
import { scheduleText } from './read-schedule.ts';
import { SETTING_TABLE, type Setting } from './setting-table.ts';
import { SOURCE_TABLE, type SourceConfig, type SourceKey } from './source-table.ts';

/** Printed by `--json`: fields may be added, never changed. */
export interface ShownConfig {
  /** The file that was read; null: there is none. */
  readonly file: string | null;
  readonly settings: readonly ShownValue[];
  readonly sources: readonly ShownSource[];
}

export interface ShownValue {
  readonly key: string;
  /** As Tamarin uses it: times in milliseconds. null: none. */
  readonly value: unknown;
  /** As somebody wrote it; null: nobody did. */
  readonly given: string | null;
  /** A flag, a variable, `tamarin.yaml: key` or `default`; null where there is no value. */
  readonly from: string | null;
}

interface ShownSource {
  readonly alias: string;
  /** Only what it says itself; the settings hold for the rest. */
  readonly values: readonly ShownValue[];
}

const HIDDEN = 'REDACTED';

export function showConfig(
  { config, given, file }: LoadedConfig,
  { flags }: Pick<ConfigSources, 'flags'>,
): ShownConfig {
  const settings = (SETTING_TABLE as readonly Setting[]).map(({ key, isSecret }): ShownValue => {
    const { text = null, where = null } = given.get(key) ?? {};
    const value = config[key as keyof typeof config]; // the table holds its keys: config.test.ts
    if (isSecret && value !== null) return { key, value: HIDDEN, given: HIDDEN, from: where };
    return { key, value: hideUser(value), given: text === null ? null : hideUser(text), from: where }; // biome-ignore format: one row
  });
  const sources = config.sources.map((source, at) =>
    showSource(source, `${file}: sources[${at}]`, flags),
  );
  return { file, settings, sources };
}

/** Which flag goes before what a source says. */
const FLAGS: Readonly<Record<string, { readonly setting: string; readonly flag: string }>> = {
  region: { setting: 's3Region', flag: '--region' },
  endpoint: { setting: 's3Endpoint', flag: '--endpoint' },
  pathStyle: { setting: 's3PathStyle', flag: '--path-style' },
};

function showSource(
  source: SourceConfig,
  where: string,
  flags: ConfigSources['flags'],
): ShownSource {
  const keys = (SOURCE_TABLE as readonly SourceKey[]).map(({ key }) => key);
  const values = keys.flatMap((key): readonly ShownValue[] => {
    const value = key === 'timeZone' ? null : source[key];
    if (value === null) return [];
    const flag = FLAGS[key];
    const isFlag = flag !== undefined && flags[flag.setting] !== undefined;
    const text = typeof value === 'object' ? scheduleText(value) : String(value);
    return [
      { key, value: hideUser(value), given: hideUser(text), from: isFlag ? flag.flag : where },
    ];
  });
  return { alias: source.alias, values };
}

/** A URL may carry user:password@. */
function hideUser<T>(value: T): T | string {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (url === null || (url.username === '' && url.password === '')) return value;
  url.username = HIDDEN;
  url.password = '';
  return url.href;
}
