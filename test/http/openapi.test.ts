/** Goal: the description of the routes is valid OpenAPI 3.1, complete, and as strict as the service. */
import t from 'tap';
import { DIMENSION_TABLE } from '../../src/questions/ask/dimension-table.ts';
import { QUESTION_TABLE } from '../../src/questions/catalogue.ts';
import { buildTestApp } from './build-service.ts';

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly security?: readonly unknown[];
  readonly requestBody?: { readonly required: boolean };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly security: unknown;
}

const access = { token: 'a-token', allowedHosts: [], trustedProxies: [] };
const app = await buildTestApp(t, { access });
const ask = (url: string) => app.inject({ url, headers: { authorization: 'Bearer a-token' } });
const document: OpenApi = JSON.parse((await ask('/docs/json')).body);

t.test('every route is described, with what it answers when it fails', async (t) => {
  t.equal(document.openapi, '3.1.0');
  t.strictSame(document.security, [{ token: [] }]);
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      t.ok(operation.summary, `${method} ${path}`);
      t.ok(operation.responses.default, `${method} ${path} may fail`);
    }
  }
  for (const path of ['/livez', '/readyz'])
    t.strictSame(document.paths[path]?.get?.security, [], `${path} needs no token`);
});

t.test('a sync can be started without a body', async (t) => {
  t.equal(document.paths['/sync']?.post?.requestBody?.required, false);
});

t.test('every question of the catalogue has its routes and parameters', async (t) => {
  for (const { name, argument, parameters } of QUESTION_TABLE) {
    const paths = Object.keys(document.paths).filter((path) => path.split('/')[1] === name);
    t.ok(paths.length > 0, name);
    for (const path of paths) {
      const described = (document.paths[path]?.get?.parameters ?? []).map((each) => each.name);
      for (const parameter of [...parameters, 'from', 'to', 'not', 'key-prefix', 'format'])
        t.ok(described.includes(parameter), `${path} takes ${parameter}`);
      for (const dimension of DIMENSION_TABLE)
        t.ok(described.includes(dimension.name), `${path} takes ${dimension.name}`);
      if (argument !== null && argument.default === null)
        t.ok(described.includes(argument.name), `${path} takes ${argument.name}`);
    }
  }
});

t.test('no object that is described may have other properties', async (t) => {
  const open: string[] = [];
  visit(document.paths, 'paths', open);
  t.strictSame(open, []);
});

/** Maps of texts are the exception: they have no named properties. */
function visit(node: unknown, place: string, open: string[]): void {
  if (typeof node !== 'object' || node === null) return;
  const { type, properties, additionalProperties } = node as Readonly<Record<string, unknown>>; // an object
  if (type === 'object' && properties !== undefined && additionalProperties !== false)
    open.push(place);
  for (const [key, value] of Object.entries(node)) visit(value, `${place}/${key}`, open);
}

t.test('the page that shows it takes scripts and styles only from here', async (t) => {
  const { body, headers } = await ask('/docs/');
  t.match(
    headers['content-security-policy'],
    /default-src 'none';script-src 'self';style-src 'self'/,
  );
  t.notMatch(headers['content-security-policy'], /unsafe|https:/);
  t.notMatch(body, /<script>|<style>|onload=| style="/, 'nothing stands in the page itself');
  for (const [, source = ''] of body.matchAll(/(?:src|href)="([^"]*)"/g)) {
    const { statusCode } = await ask(`/docs/${source}`); // one after the other
    t.equal(statusCode, 200, source);
  }
});

t.test('where no token is asked for, the description asks for none', async (t) => {
  const open = await buildTestApp(t);
  const described: OpenApi = JSON.parse((await open.inject('/docs/json')).body);
  t.equal(described.security, undefined);
});
