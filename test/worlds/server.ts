/** What a world suite asks the OpenSearch at a URL behind Tamarin's back. */
import { randomBytes } from 'node:crypto';

interface Teardown {
  teardown(task: () => Promise<void>): unknown;
}

type Body = Readonly<Record<string, unknown>>;

/** @throws Error where the answer is no success */
export async function askServer(url: string, method: string, path: string, body?: Body) {
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
  const answer: Body = JSON.parse(text);
  return answer;
}

/** The longest that the configuration takes. */
const PREFIX_LENGTH = 100;

/**
 * An index prefix of its own; its indices and templates go when the test ends. So long that the
 * names of 35 indices do not fit into a request line, whose 4,096 bytes are a limit of its own.
 */
export function worldPrefix(t: Teardown, url: string, worldName: string): string {
  const slug = worldName.replaceAll(' ', '-');
  const prefix = `test-of-${slug}-${randomBytes(5).toString('hex')}`.padEnd(PREFIX_LENGTH, '-long');
  t.teardown(async () => {
    await askServer(url, 'DELETE', `/${prefix}-*?expand_wildcards=all`);
    await askServer(url, 'DELETE', `/_index_template/${prefix}-*`);
  });
  return prefix;
}

interface Page {
  readonly _scroll_id: string;
  readonly hits: { readonly hits: readonly { readonly _id: string }[] };
}

/** The largest page that a server allows without being asked to. */
const PAGE_HITS = 10_000;

/** As a search sees them: without a refresh, which is the business of a sync. */
export async function readIds(url: string, pattern: string): Promise<Set<string>> {
  const ids = new Set<string>();
  const first = { size: PAGE_HITS, _source: false, sort: ['_doc'] };
  const read = async (path: string, body: Body) =>
    (await askServer(url, 'POST', path, body)) as unknown as Page; // the shape of every search answer
  let page = await read(`/${pattern}/_search?scroll=1m`, first);
  while (page.hits.hits.length > 0) {
    for (const { _id } of page.hits.hits) ids.add(_id);
    page = await read('/_search/scroll', { scroll: '1m', scroll_id: page._scroll_id }); // page after page
  }
  await askServer(url, 'DELETE', '/_search/scroll', { scroll_id: page._scroll_id });
  return ids;
}
