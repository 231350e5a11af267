/** The options that several commands share. */
import type { Command } from 'commander';

export const addJson = (command: Command): Command =>
  command.option('--json', 'print the result as one line of JSON');

export function addCommon(command: Command): Command {
  return command
    .option('--quiet', 'print errors only, no progress or summary')
    .option('--samples', 'use the index of the sample logs')
    .option('--opensearch <url>', 'OpenSearch to use instead of the embedded engine')
    .option(
      '--opensearch-aws-region <region>',
      'sign requests to Amazon OpenSearch Service (SigV4)',
    )
    .option('--data-dir <folder>', 'where the embedded engine keeps its data')
    .option('--engine-port <port>', 'port of the embedded engine; 0 picks a free one')
    .option('--index-prefix <prefix>', 'prefix of every index name')
    .option('--grain <grain>', 'time span of a record index: month or day')
    .option('--config <file>', 'configuration file (default: tamarin.yaml)');
}

export function addSyncFlags(command: Command): Command {
  return addSourceFlags(command)
    .option('--full', 'reread finished log objects; nothing is counted twice')
    .option('--overwrite', 'like --full, and rewrite existing records')
    .option('--give-up-after <duration>', 'give up after this long without progress (s, m, h)');
}

export function addSourceFlags(command: Command): Command {
  return command
    .option('--region <region>', 'region of the log bucket')
    .option('--endpoint <url>', 'S3-compatible store to use instead of Amazon S3')
    .option('--path-style', 'use path-style URLs; most S3-compatible stores need this');
}

export const addDashboardsFlags = (command: Command): Command =>
  command
    .option('--dashboards-url <url>', 'OpenSearch Dashboards that has the dashboards')
    .option('--dashboards-tenant <name>', 'tenant of the dashboards: global, private or its name');

export const addListenFlags = (command: Command): Command =>
  command
    .option('--host <address>', 'address to listen on (default: 127.0.0.1); others require a token')
    .option('--port <port>', 'port to listen on (default: 8080); 0 picks a free one');
