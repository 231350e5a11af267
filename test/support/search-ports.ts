/** The way of the questions to the OpenSearch of the tests, without the command line. */
import { connect } from '../../src/opensearch/client.ts';
import { makeSearchPort, type SearchPortOptions } from '../../src/opensearch/make-search-port.ts';
import type { SearchPort } from '../../src/questions/count/search-port.ts';
import { testEngineUrl } from './opensearch.ts';

/** To the records of a prefix. */
export type PortOf = (prefix: string, options: SearchPortOptions) => SearchPort;

/** All over one connection, which ends with the test. */
export async function connectPorts(t: {
  teardown(task: () => Promise<void>): unknown;
}): Promise<PortOf> {
  const url = testEngineUrl();
  const server = await connect({ url, username: null, password: null, caFile: null });
  t.teardown(() => server.client.close());
  return (prefix, options) => makeSearchPort(server, `${prefix}-records-*`, options);
}
