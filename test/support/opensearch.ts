/** The real OpenSearch of the tests, and what a test asks it behind Tamarin's back. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE_PARENT } from './engine-parent.ts';
import { plainRequest, type Request } from './plain-request.ts';

/** One for each checkout; engine-after.ts deletes it. */
const CHECKOUT = createHash('sha256')
  .update(import.meta.url)
  .digest('hex')
  .slice(0, 12);
export const TEST_ENGINE_DIR = join(ENGINE_PARENT, `tamarin-test-engine-${CHECKOUT}`);

/** URL of the engine that engine-before.ts started. */
export function testEngineUrl(): string {
  const record = JSON.parse(readFileSync(`${TEST_ENGINE_DIR}/engine.json`, 'utf8'));
  return `http://127.0.0.1:${record.port}`;
}

/** To the engine of the tests. */
export const request: Request = (method, path, body) =>
  plainRequest(testEngineUrl())(method, path, body);

interface Teardown {
  teardown(task: () => Promise<void>): unknown;
}

/** An index prefix of its own for a test; its indices and templates go when the test ends. */
export function testPrefix(t: Teardown): string {
  const prefix = `t${randomBytes(5).toString('hex')}`;
  t.teardown(async () => {
    await request('DELETE', `/${prefix}-*?expand_wildcards=all`);
    await request('DELETE', `/_index_template/${prefix}-*`);
  });
  return prefix;
}

export interface StoredDocument {
  readonly _id: string;
  readonly _index: string;
  readonly _source: Readonly<Record<string, unknown>>;
}

interface HitsBody {
  readonly _scroll_id: string;
  readonly hits: { readonly hits: readonly StoredDocument[] };
}

const SCROLL_PAGE = 5_000;

/** All hits of the indices that match, after a refresh. */
async function readHits(
  pattern: string,
  body: object,
  request: Request,
): Promise<StoredDocument[]> {
  await request('POST', `/${pattern}/_refresh`);
  const documents: StoredDocument[] = [];
  const first = { size: SCROLL_PAGE, sort: ['_doc'], ...body };
  const asked = await request('POST', `/${pattern}/_search?scroll=1m`, first);
  let page = asked.body as HitsBody; // the shape of every search answer
  while (page.hits.hits.length > 0) {
    documents.push(...page.hits.hits);
    const next = { scroll: '1m', scroll_id: page._scroll_id };
    page = (await request('POST', '/_search/scroll', next)).body as HitsBody; // as above
  }
  await request('DELETE', '/_search/scroll', { scroll_id: page._scroll_id });
  return documents;
}

export const readAll = (pattern: string): Promise<StoredDocument[]> =>
  readHits(pattern, {}, request);

/** Of the tests' engine, or of another server. */
export const readIds = async (pattern: string, ask = request): Promise<Set<string>> =>
  new Set((await readHits(pattern, { _source: false }, ask)).map(({ _id }) => _id));
