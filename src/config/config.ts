/**
 * Makes the one frozen Config of a process from flags, environment, file and defaults. All problems
 * are found before any is reported, each with the place where the wrong value stands.
 */
import { readFileSync } from 'node:fs';
import { messageOf, TamarinError } from '../core/error.ts';
import { type ConfigFile, readConfigFile } from './config-file.ts';
import { contradictions } from './contradictions.ts';
import { readSources } from './read-sources.ts';
import { SETTING_TABLE, type Setting } from './setting-table.ts';
import type { SourceConfig } from './source-table.ts';

type Grain = 'month' | 'day';

/** How OpenSearch is reached. Secrets of its own: whoever connects takes them. */
export interface ServerConfig {
  readonly opensearchUrl: string | null;
  readonly opensearchUsername: string | null;
  readonly opensearchPassword: string | null;
  readonly opensearchCaFile: string | null;
  readonly opensearchAwsRegion: string | null;
  readonly opensearchAwsService: 'es' | 'aoss';
}

/** Where the dashboards go. Its URL may carry a password. */
export interface DashboardsConfig {
  readonly dashboardsUrl: string | null;
  readonly dashboardsTenant: string | null;
}

/** Who may reach the HTTP service, and where. Its token is a secret: only the service takes it. */
export interface ServiceConfig {
  readonly host: string;
  readonly port: number;
  readonly token: string | null;
  readonly allowedHosts: string | null;
  readonly trustProxy: string | null;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** All that work is done by once OpenSearch is reached; it holds no secret. */
export interface WorkConfig {
  readonly dataDir: string;
  readonly enginePort: number;
  readonly engineImage: string | null;
  readonly indexPrefix: string;
  readonly grain: Grain;
  readonly replicas: number | null;
  readonly concurrency: number;
  readonly flushBytes: number;
  readonly bulksInFlight: number;
  readonly giveUpAfterMs: number;
  readonly redactNames: string | null;
  readonly keepHostId: boolean;
  readonly keepUrlParameters: boolean;
  readonly countryFile: string | null;
  readonly asnFile: string | null;
  readonly awsRangesFile: string | null;
  readonly ownNetworks: string | null;
  readonly friendNetworks: string | null;
  readonly friendAgents: string | null;
  readonly ownDomains: string | null;
  readonly ownAccounts: string | null;
  readonly pricesFile: string | null;
  readonly bucketRegions: string | null;
  readonly freeEgressGb: number;
  readonly questionTimeoutMs: number;
  readonly s3Region: string | null;
  readonly s3Endpoint: string | null;
  readonly s3PathStyle: boolean;
  readonly s3RequesterPays: boolean;
  readonly s3Profile: string | null;
  readonly s3RoleArn: string | null;
  readonly s3ExternalId: string | null;
  readonly s3Anonymous: boolean;
  readonly s3Concurrency: number;
  readonly spoolFolder: string | null;
  readonly spoolBytes: number;
  readonly wholePassEveryMs: number;
  readonly newestFirstAbove: number;
  readonly hostId: string | null;
  readonly leaseTimeoutMs: number;
  /** In the order of the file. */
  readonly sources: readonly SourceConfig[];
}

export interface Config extends ServerConfig, DashboardsConfig, ServiceConfig, WorkConfig {}

export function workConfig(config: Config): WorkConfig {
  const { opensearchUrl, opensearchUsername, opensearchPassword, ...rest } = config;
  const { opensearchCaFile, opensearchAwsRegion, opensearchAwsService, ...others } = rest;
  const { dashboardsUrl, dashboardsTenant, ...its } = others;
  const { host, port, token, allowedHosts, trustProxy, logLevel, ...work } = its;
  return work;
}

export interface ConfigSources {
  /** By setting key, as the command line parser collected them. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of the configuration file; null: `tamarin.yaml` in the working directory, if there is one. */
  readonly file: string | null;
}

interface Given {
  readonly text: string;
  readonly where: string;
}

export interface LoadedConfig {
  readonly config: Config;
  /** What was given for a setting, or its default, and where it stands. Holds secrets. */
  readonly given: ReadonlyMap<string, Given>;
  /** null: there is no file. */
  readonly file: string | null;
}

/** @throws TamarinError `config_invalid` that lists every problem. */
export const loadConfig = (sources: ConfigSources): Config => loadConfigWithOrigins(sources).config;

/** @throws TamarinError as loadConfig does */
export function loadConfigWithOrigins(sources: ConfigSources): LoadedConfig {
  const problems: string[] = [];
  const file = readConfigFile(sources.file, problems);
  for (const key of file.values.keys()) {
    if (!SETTING_TABLE.some((setting) => setting.key === key))
      problems.push(`${file.path}: unknown key ${key}`);
  }
  const config: Record<string, unknown> = {};
  const found = new Map<string, Given>();
  for (const setting of SETTING_TABLE as readonly Setting[]) {
    const given = findGiven(setting, sources, file, problems);
    if (given === null) {
      config[setting.key] = null;
      continue;
    }
    found.set(setting.key, given);
    const read = setting.read(given.text);
    if (read.kind === 'value') config[setting.key] = read.value;
    else {
      const shown = setting.isSecret ? 'the value' : JSON.stringify(withoutUser(given.text));
      problems.push(`${given.where}: ${shown} is not ${read.wanted}`);
    }
  }
  if (problems.length === 0) problems.push(...contradictions(config as unknown as ServerConfig)); // all of its keys were read
  const named = readSources(file.sources, file.path, problems);
  if (problems.length > 0) {
    throw new TamarinError('config_invalid', problems.join('\n'), {
      hint: 'Settings, their defaults, and the keys of a source: docs/reference.md, "Options".',
    });
  }
  const settings = config as unknown as Omit<Config, 'sources'>; // the table holds exactly these keys: config.test.ts
  return {
    config: Object.freeze({ ...settings, sources: flagged(named, settings, sources.flags) }),
    given: found,
    file: file.isThere ? file.path : null,
  };
}

/** What a flag says is meant for this run, whatever the file says about a source. */
function flagged(
  named: readonly SourceConfig[],
  { s3Region, s3Endpoint, s3PathStyle }: Omit<Config, 'sources'>,
  flags: ConfigSources['flags'],
): readonly SourceConfig[] {
  const said = {
    ...(flags.s3Region === undefined ? {} : { region: s3Region }),
    ...(flags.s3Endpoint === undefined ? {} : { endpoint: s3Endpoint }),
    ...(flags.s3PathStyle === undefined ? {} : { pathStyle: s3PathStyle }),
  };
  return Object.freeze(named.map((source) => Object.freeze({ ...source, ...said })));
}

/** A URL may carry user:password@, also one that is no valid URL. */
const withoutUser = (text: string): string => text.replace(/^.*@/s, '…@');

function findGiven(
  setting: Setting,
  sources: ConfigSources,
  file: ConfigFile,
  problems: string[],
): Given | null {
  const flag = sources.flags[setting.key];
  if (setting.flag !== undefined && flag !== undefined) return { text: flag, where: setting.flag };
  const env = setting.env === undefined ? undefined : sources.env[setting.env];
  if (setting.env !== undefined && env !== undefined && env !== '')
    return { text: env, where: setting.env };
  const secretFile = setting.isSecret ? sources.env[`${setting.env}_FILE`] : undefined;
  if (secretFile !== undefined && secretFile !== '') {
    try {
      const text = readFileSync(secretFile, 'utf8').replace(/\r?\n$/, ''); // editors add it
      return { text, where: `${setting.env}_FILE` };
    } catch (error) {
      problems.push(`${setting.env}_FILE: ${messageOf(error)}`);
    }
  }
  const text = file.values.get(setting.key);
  if (text !== undefined) return { text, where: `${file.path}: ${setting.key}` };
  return setting.default === null ? null : { text: setting.default, where: 'default' };
}
