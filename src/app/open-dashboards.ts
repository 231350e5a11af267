/** The way to the configured OpenSearch Dashboards: with the user of OpenSearch, unless its URL names one. */
import type { DashboardsConfig, ServerConfig } from '../config/config.ts';
import { connectDashboards, type Dashboards } from '../saved-objects/dashboards.ts';
import { readAddress } from '../saved-objects/dashboards-address.ts';
import type { Surroundings } from './surroundings.ts';

/** @throws TamarinError where there is none */
export function openDashboards(
  url: string,
  config: ServerConfig & DashboardsConfig,
  { signal }: Surroundings,
): Promise<Dashboards> {
  const { opensearchUrl, opensearchUsername, opensearchPassword, opensearchCaFile } = config;
  const user =
    opensearchUsername === null
      ? opensearchUrl === null
        ? null
        : readAddress(opensearchUrl).user
      : { name: opensearchUsername, password: opensearchPassword ?? '' };
  return connectDashboards({
    ...{ url, user, caFile: opensearchCaFile, tenant: config.dashboardsTenant, signal },
  });
}
