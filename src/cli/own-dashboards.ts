/** The dashboards of an index prefix: real data, or the samples, which have dashboards of their own. */
import { fullPrefix } from '../app/session.ts';
import type { Config } from '../config/config.ts';
import type { SavedObject, Target } from '../dashboards/build/saved-object.ts';
import { ALL_FILE, dashboardFiles, TARGET } from '../dashboards/dashboard-files.ts';
import { readAddress } from '../saved-objects/dashboards-address.ts';
import type { CommonFlags } from './io.ts';
import { SAMPLE_TIME } from './sample-logs.ts';

export interface OwnDashboards {
  readonly target: Target;
  /** The file with all of them. */
  readonly ndjson: string;
  readonly objects: readonly SavedObject[];
}

export function targetOf({ indexPrefix }: Config, { samples }: CommonFlags): Target {
  const isSamples = samples === true;
  const title = `${TARGET.title}${isSamples ? ' samples' : ''}`;
  return {
    prefix: fullPrefix(indexPrefix, isSamples),
    time: isSamples ? SAMPLE_TIME : TARGET.time,
    title: indexPrefix === TARGET.prefix ? title : `${title} (${indexPrefix})`,
  };
}

export function ownDashboards(config: Config, flags: CommonFlags): OwnDashboards {
  const target = targetOf(config, flags);
  const ndjson = dashboardFiles(target).find(({ name }) => name === ALL_FILE)?.text ?? '';
  const objects = ndjson.trimEnd().split('\n').map((line): SavedObject => JSON.parse(line)); // biome-ignore format: one call
  return { target, ndjson, objects };
}

/** What brings them into Dashboards, with the options that it was asked with, but for a password. */
export function setupCommandLine({
  dashboardsUrl,
  dashboardsTenant,
  indexPrefix,
  samples,
}: CommonFlags): string {
  const words = [
    ...(samples ? ['--samples'] : []),
    ...(indexPrefix === undefined ? [] : ['--index-prefix', indexPrefix]),
    ...(dashboardsUrl === undefined ? [] : ['--dashboards-url', readAddress(dashboardsUrl).base]),
    ...(dashboardsTenant === undefined ? [] : ['--dashboards-tenant', dashboardsTenant]),
  ];
  return ['tamarin', 'setup', ...words].join(' ');
}
