/**
 * The part of DQL that the cookbook uses, as the query that OpenSearch Dashboards makes of it
 * (src/plugins/data/common/opensearch_query/kuery: grammar, functions/is.ts and range.ts,
 * node_types/wildcard.ts). What it does not know is an error, never a guess.
 */
type Query = Readonly<Record<string, unknown>>;

export interface Dql {
  readonly query: Query;
  /** In the order in which they are named. */
  readonly fields: readonly string[];
}

interface Token {
  readonly text: string;
  readonly kind: 'sign' | 'quoted' | 'word';
}

const TOKEN = /\s*(?:(?<sign><=|>=|[():<>])|"(?<quoted>[^"\\]*)"|(?<word>[^\s():<>"{}\\]+))/gy;
const RANGES: Readonly<Record<string, string>> = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' };
const RESERVED = /[+\-=&|><!(){}[\]^"~*?:\\/]/g;

/** @throws Error for a line that is no DQL, or DQL of a kind that the cookbook does not use */
export function readDql(line: string): Dql {
  const reader = new Reader(split(line.trim()));
  const query = reader.any();
  reader.end();
  return { query, fields: reader.fields };
}

function split(line: string): readonly Token[] {
  const tokens = [...line.matchAll(TOKEN)].map(({ groups = {} }): Token => {
    const { sign, quoted, word } = groups;
    if (sign !== undefined) return { text: sign, kind: 'sign' };
    return quoted === undefined
      ? { text: word ?? '', kind: 'word' }
      : { text: quoted, kind: 'quoted' };
  });
  const [read, all] = [[...line.matchAll(TOKEN)].map(([text]) => text).join(''), line];
  if (read !== all) throw new Error(`No DQL behind "${read}": ${line}`);
  return tokens;
}

class Reader {
  readonly fields: string[] = [];
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  any(): Query {
    return this.#list('or', () => this.#list('and', () => this.#one()));
  }

  end(): void {
    if (this.#at < this.#tokens.length)
      throw new Error(`Too much: ${this.#tokens[this.#at]?.text}`);
  }

  /** `and` binds closer than `or`. */
  #list(word: 'and' | 'or', part: () => Query): Query {
    const parts = [part()];
    while (this.#takeWord(word)) parts.push(part());
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return only;
    return { bool: word === 'and' ? { filter: parts } : { should: parts } };
  }

  #one(): Query {
    if (this.#takeWord('not')) return { bool: { must_not: [this.#one()] } };
    if (this.#takeSign('(')) return this.#closed(() => this.any());
    const field = this.#take('word').text;
    this.fields.push(field);
    const sign = this.#take('sign').text;
    const range = RANGES[sign];
    if (range !== undefined) return { range: { [field]: { [range]: this.#literal().text } } };
    if (sign !== ':') throw new Error(`"${sign}" behind the field ${field}`);
    const value = (): Query => is(field, this.#literal());
    return this.#takeSign('(') ? this.#closed(() => this.#list('or', value)) : value();
  }

  #closed(inner: () => Query): Query {
    const query = inner();
    if (!this.#takeSign(')')) throw new Error('A parenthesis is open');
    return query;
  }

  #literal(): Token {
    const next = this.#tokens[this.#at];
    return this.#take(next?.kind === 'quoted' ? 'quoted' : 'word');
  }

  #take(kind: Token['kind']): Token {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind) throw new Error(`A ${kind} is wanted, not "${token?.text ?? ''}"`);
    this.#at += 1;
    return token;
  }

  #takeWord = (word: string): boolean => this.#takeIf('word', word);
  #takeSign = (sign: string): boolean => this.#takeIf('sign', sign);

  #takeIf(kind: Token['kind'], text: string): boolean {
    const token = this.#tokens[this.#at];
    const is = token?.kind === kind && token.text.toLowerCase() === text;
    if (is) this.#at += 1;
    return is;
  }
}

function is(field: string, { text, kind }: Token): Query {
  if (kind === 'quoted') return { match_phrase: { [field]: text } };
  if (text === '*') return { exists: { field } };
  if (!text.includes('*')) return { match: { [field]: text } };
  const escaped = text.split('*').map((part) => part.replace(RESERVED, '\\$&'));
  return { query_string: { fields: [field], query: escaped.join('*') } };
}
