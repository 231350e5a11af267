/** A SearchPort over documents in memory: evaluates the query and aggregation bodies that are sent. */
import { asIndexName, type IndexName } from '../../src/core/brand.ts';
import type { SearchPort } from '../../src/questions/question.ts';

export type Document = Readonly<Record<string, string | number>>;
type Body = Readonly<Record<string, unknown>>;

export class MemorySearch implements SearchPort {
  readonly searched: string[] = [];
  readonly #indices: ReadonlyMap<string, readonly Document[]>;

  constructor(documents: readonly Document[]) {
    const indices = new Map<string, Document[]>();
    for (const document of documents) {
      const name = `i-records-${String(document['@timestamp']).slice(0, 7)}`;
      const index = indices.get(name) ?? [];
      index.push(document);
      indices.set(name, index);
    }
    this.#indices = indices;
  }

  async recordIndices(): Promise<readonly IndexName[]> {
    return [...this.#indices.keys()].sort().map(asIndexName);
  }

  async search(index: IndexName, body: Body): Promise<Body> {
    this.searched.push(index);
    const found = (this.#indices.get(index) ?? []).filter(matcher(body.query));
    return { aggregations: aggregate(body.aggs, found) };
  }
}

/** The one key of an object such as `{terms: {…}}`, and what it holds. */
function only(value: unknown): [string, Body] {
  const entries = Object.entries(value ?? {});
  const [entry] = entries;
  if (entry === undefined || entries.length > 1)
    throw new Error(`one key: ${JSON.stringify(value)}`);
  return entry;
}

function matcher(query: unknown): (document: Document) => boolean {
  const [kind, about] = only(query);
  if (kind === 'match_all') return () => true;
  if (kind === 'bool') {
    const all = (about.filter as readonly unknown[]).map(matcher); // only filters are sent
    return (document) => all.every((matches) => matches(document));
  }
  const [field, condition] = only(about);
  if (kind === 'terms') {
    const wanted = Object.values(condition).map(String);
    return (document) => wanted.includes(String(document[field]));
  }
  if (kind !== 'range') throw new Error(`no such query here: ${kind}`);
  const { gte, lt } = condition;
  return (document) => {
    const value = Date.parse(String(document[field]));
    const from = gte === undefined ? -Infinity : Date.parse(String(gte));
    return value >= from && value < (lt === undefined ? Infinity : Date.parse(String(lt)));
  };
}

function aggregate(aggs: unknown, documents: readonly Document[]): Body {
  return Object.fromEntries(
    Object.entries((aggs ?? {}) as Body).map(([name, agg]) => [name, evaluate(agg, documents)]), // a table of aggregations
  );
}

function evaluate(agg: unknown, documents: readonly Document[]): Body {
  const { aggs, ...rest } = agg as Body; // the body of one aggregation
  const [kind, about] = only(rest);
  const field = String(about.field);
  const bucket = (some: readonly Document[]) => ({
    doc_count: some.length,
    ...aggregate(aggs, some),
  });
  if (kind === 'sum')
    return { value: documents.reduce((sum, document) => sum + Number(document[field] ?? 0), 0) };
  if (kind === 'filter') return bucket(documents.filter(matcher(about)));
  if (kind === 'missing')
    return bucket(documents.filter((document) => document[field] === undefined));
  if (kind !== 'terms') throw new Error(`no such aggregation here: ${kind}`);
  const groups = Map.groupBy(
    documents.filter((document) => document[field] !== undefined),
    (document) => document[field],
  );
  return {
    buckets: [...groups]
      .map(([key, some]) => ({ key, ...bucket(some) }))
      .slice(0, Number(about.size)),
  };
}
