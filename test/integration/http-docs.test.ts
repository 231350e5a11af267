/**
 * Goal: docs/http.md has an example of every route, and each shows what is really answered; each answer
 * is as the OpenAPI document says.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { readHttpDoc } from '../support/http-docs.ts';
import { testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { type RunningService, startService } from '../support/running-service.ts';
import { SAMPLE_LOGS } from '../support/samples.ts';

interface DescribedResponse {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly responses: Record<string, DescribedResponse> }>>
    >
  >;
}

const EXAMPLES = readHttpDoc();
const env = { TAMARIN_INDEX_PREFIX: testPrefix(t) };
let service: RunningService;
let openApi: OpenApi;
/** Of the newest sync before the examples. */
let syncId: string;

const ask = (path: string, method = 'GET'): Promise<Response> =>
  fetch(service.url + path.replace('SYNC_ID', syncId), { method });

t.before(async () => {
  const config = `sources:\n  - alias: media\n    url: ${SAMPLE_LOGS}\n`;
  const folder = t.testdir({ 'tamarin.yaml': config });
  const args = ['--config', `${folder}/tamarin.yaml`];
  await runTamarin(['sync', 'media', ...args], env);
  service = await startService(t, env, args);
  const { syncs } = JSON.parse(await (await fetch(`${service.url}/sync`)).text());
  syncId = syncs[0].syncId;
  openApi = JSON.parse(await (await fetch(`${service.url}/docs/json`)).text());
});

for (const { heading, method, path, json, csv } of EXAMPLES) {
  t.test(`${heading}: ${path}`, async (t) => {
    const answer = await ask(path, method);
    const body = await answer.text();
    if (json !== null) t.same(partOf(JSON.parse(body), json), json, body.slice(0, 2_000));
    if (csv !== null) t.equal(body, csv);
  });
}

/** What `answer` has in the places that `example` names. */
function partOf(answer: unknown, example: unknown): unknown {
  if (Array.isArray(example) && Array.isArray(answer))
    return example.map((each, at) => partOf(answer[at], each));
  if (typeof example !== 'object' || example === null) return answer;
  const found = (answer ?? {}) as Readonly<Record<string, unknown>>; // anything may be missing
  return Object.fromEntries(
    Object.entries(example).map(([key, each]) => [key, partOf(found[key], each)]),
  );
}

t.test('every route has its example', async (t) => {
  const headings = new Set(EXAMPLES.map(({ heading }) => heading));
  for (const [path, operations] of Object.entries(openApi.paths)) {
    for (const method of Object.keys(operations))
      t.ok(headings.has(`${method.toUpperCase()} ${path}`), `${method} ${path}`);
  }
});

/** Beside the examples: what is empty, wrong, or filtered. */
const FURTHER: readonly string[] = [
  '/top/ip',
  '/top/key?by=full-downloads&limit=3&from=2026-01-20&to=2026-01-21',
  '/top/asn',
  '/top/ip?from=1999-01-01&to=1999-01-02',
  '/top/nothing',
  '/top/ip?limit=0',
  '/top/ip?format=xml',
  '/compare/agent?by=full-downloads',
  '/compare?from=1999-01-01&to=1999-01-02',
  '/timeline?by=downloads&interval=hour&limit=1',
  '/timeline?interval=month',
  '/timeline?from=1999-01-01&to=1999-01-02',
  '/search?text=zzzzzz',
  '/search?text=bot&literal=true',
  '/search',
  '/client/Safari',
  '/client/nobody',
  '/sync?limit=0',
  '/sync/no-such-sync',
  '/sync/no-such-sync/events',
  '/client/198.51.100.0%2F24?by=downloads',
];

t.test('every answer matches its schema', async (t) => {
  const ajv = new Ajv2020({ strict: false, code: { optimize: false } }); // descriptions are no keywords of it
  for (const { path, method } of [
    ...EXAMPLES,
    ...FURTHER.map((path) => ({ path, method: 'GET' })),
  ]) {
    const answer = await ask(path, method); // one after the other
    const body = await answer.text(); // the same
    const { responses } = operationOf(path, method);
    const response = responses[String(answer.status)] ?? responses.default;
    const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
    const schema = response?.content?.[type]?.schema;
    if (schema === undefined) throw new Error(`${path}: ${answer.status} ${type} is not described`);
    const isValid = ajv.validate(schema, type.endsWith('json') ? JSON.parse(body) : body);
    t.ok(isValid, `${path}: ${answer.status} ${ajv.errorsText()}`);
  }
});

function operationOf(path: string, method: string) {
  const asked = (path.split('?')[0] ?? '').split('/');
  const fits = (parts: readonly string[]): boolean =>
    parts.length === asked.length &&
    parts.every((part, at) => part.startsWith('{') || part === asked[at]);
  const found = Object.entries(openApi.paths).find(([pattern]) => fits(pattern.split('/')));
  const operation = found?.[1][method.toLowerCase()];
  if (operation === undefined) throw new Error(`${path} is not described`);
  return operation;
}
