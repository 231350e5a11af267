/** Goal: one table per truth; where it is written a second time, the two stay the same. */
import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { FIELD_TABLE, MAPPING_VERSION } from '../../src/core/field-table.ts';
import { AGENT_LISTS } from '../../src/enrich/agent-lists.ts';
import { DOC_BLOCKS, readBlock, rewriteBlocks } from './readme-tables.ts';
import { makeWasmModule, WASM_MODULES } from './wasm.ts';

const TEMPLATES = new URL('../../index-templates/', import.meta.url);
const PACKAGE = new URL('../../package.json', import.meta.url);
const README = new URL('../../README.md', import.meta.url);
/** More belongs in docs/. */
const README_LINES_MAX = 300;
/** More are two subjects. */
const MODULE_LINES_MAX = 300;

interface Template {
  readonly template: {
    readonly mappings: {
      readonly dynamic: unknown;
      readonly _meta: { readonly version: unknown; readonly grain?: unknown };
      readonly properties: Readonly<Record<string, unknown>>;
    };
  };
}

const readTemplate = (file: string): Template =>
  JSON.parse(readFileSync(new URL(file, TEMPLATES), 'utf8'));

t.test('the record template maps exactly the fields of the field table', async (t) => {
  const { mappings } = readTemplate('records.json').template;
  const wanted = Object.fromEntries(FIELD_TABLE.map(({ name, mapping }) => [name, mapping]));
  t.strictSame(mappings.properties, wanted);
  t.strictSame(mappings._meta, {
    version: MAPPING_VERSION,
    grain: 'month',
    identity: 'line',
    agent_lists: AGENT_LISTS,
  });
});

t.test('the agent lists that an index names are the installed ones', async (t) => {
  const { dependencies } = JSON.parse(readFileSync(PACKAGE, 'utf8'));
  for (const [name, version] of Object.entries(AGENT_LISTS))
    t.equal(version, dependencies[name], name);
});

t.test('no index takes a field that its template does not name', async (t) => {
  const files = readdirSync(TEMPLATES);
  t.strictSame(files.sort(), ['ledger.json', 'quarantine.json', 'records.json', 'syncs.json']);
  for (const file of files) {
    const { mappings } = readTemplate(file).template;
    t.equal(mappings.dynamic, 'strict', file);
    t.ok(Number.isInteger(mappings._meta.version), `${file} has a version`);
  }
});

t.test('the WebAssembly is that of assembly/: npm run wasm', async (t) => {
  for (const each of WASM_MODULES)
    t.ok(readFileSync(each.file, 'utf8') === makeWasmModule(each), each.source);
});

t.test('the docs tell what the code does', async (t) => {
  for (const [name, { file, make }] of Object.entries(DOC_BLOCKS)) {
    const doc = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    t.equal(readBlock(doc, name), make(), `${name} in ${file}: npm run readme`);
  }
});

t.test('the README can be read in one sitting', async (t) => {
  const lines = readFileSync(README, 'utf8').split('\n').length;
  t.ok(lines <= README_LINES_MAX, `${lines} lines`);
});

t.test('no file of src/ and test/ is longer than a reader can hold', async (t) => {
  for (const folder of ['src', 'test']) {
    const root = new URL(`../../${folder}/`, import.meta.url);
    const paths = readdirSync(root, { recursive: true, encoding: 'utf8' });
    const modules = paths.filter((path) => path.endsWith('.ts'));
    t.ok(modules.length > 100, `${modules.length} files in ${folder}/`);
    const tooLong = modules.flatMap((path) => {
      const lines = readFileSync(new URL(path, root), 'utf8').trimEnd().split('\n').length;
      return lines > MODULE_LINES_MAX ? [`${folder}/${path}: ${lines} lines`] : [];
    });
    t.strictSame(tooLong, [], `at most ${MODULE_LINES_MAX} lines each`);
  }
});

t.test('only the blocks of a doc are written anew', async (t) => {
  const before = 'start\n<!-- rejects -->\nold\n<!-- /rejects -->\nmiddle\n<!-- fields -->\nend\n';
  const after = rewriteBlocks(before);
  t.equal(readBlock(after, 'rejects'), DOC_BLOCKS.rejects?.make());
  t.notMatch(after, /^old$/m);
  t.ok(after.startsWith('start\n<!-- rejects -->\n| reason | meaning | example |\n'));
  t.ok(after.endsWith('<!-- /rejects -->\nmiddle\n<!-- fields -->\nend\n'));
  t.equal(rewriteBlocks(after), after, 'and a second time nothing changes');
});
