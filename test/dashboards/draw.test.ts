/** Goal: each drawing, at half and at full width, says in words and numbers what it is for. */
import t from 'tap';
import { LIST_GROUPS_MAX } from '../../src/dashboards/build/list-groups-max.ts';
import { dashboardFiles, TARGET } from '../../src/dashboards/dashboard-files.ts';
import { compileSpec } from './draw.ts';
import { isVisual, readObjects, specOf, visStateOf } from './read-objects.ts';
import { version as ofSchema } from './vega-lite-5.ts';

const all = readObjects(dashboardFiles(TARGET).at(-1)?.text ?? '');
const drawings = all.filter((object) => isVisual(object) && visStateOf(object).type === 'vega');

const HALF = { width: 560, height: 300 };
const WHOLE = { width: 1_150, height: 300 };

/** Eleven clients: of 3, 2, 1 and eight times 0.25 GB, and as many requests. */
const CLIENTS = [12, 8, 4, ...Array<number>(8).fill(1)].map((quarters, at) => ({
  key: `192.0.2.${at + 1}`,
  doc_count: quarters * 250,
  taken: { value: quarters * 250_000_000 },
}));
const groups = { aggregations: { groups: { buckets: CLIENTS } } };

interface Drawn {
  readonly id: string;
  readonly answer: unknown;
  readonly says: readonly string[];
  readonly lacks: readonly string[];
}

// biome-ignore format: a table, one row a drawing
const DRAWN: readonly Drawn[] = [
  { id: 'tamarin-compare-bytes', answer: groups, says: ['IP address', 'Bytes', '3 GB', '0 B', '192.0.2.1 (4.13 × mean)', '192.0.2.10 (0.344 × mean)', 'mean of all 11 IP addresses: 727 MB', 'median of all 11 IP addresses: 250 MB'], lacks: ['192.0.2.9 '] },
  { id: 'tamarin-compare-requests', answer: groups, says: ['IP address', 'Requests', '3,000', '192.0.2.1 (4.13 × mean)', 'mean of all 11 IP addresses: 727', 'median of all 11 IP addresses: 250'], lacks: ['192.0.2.9 '] },
  { id: 'tamarin-error-share', answer: { aggregations: { parts: { buckets: { some: { doc_count: 1_234 }, all: { doc_count: 45_678 } } } } }, says: ['2.70%', '1,234 of 45,678'], lacks: [] },
];

t.strictSame(
  drawings.map(({ id }) => id).sort(),
  DRAWN.map(({ id }) => id).sort(),
  'every drawing is looked at',
);

t.match(ofSchema, /^5\./, 'they are drawn by the version of their $schema');

for (const { id, answer, says, lacks } of DRAWN)
  for (const { size, version } of [
    { size: HALF, version: 5 },
    { size: HALF, version: 6 },
    { size: WHOLE, version: 6 },
  ] as const)
    t.test(`${id} at ${size.width} pixels with vega-lite ${version}`, async (t) => {
      const { warnings, draw } = compileSpec(specOfId(id), answer, size, version);
      const svg = await draw();
      t.strictSame(warnings, []);
      const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
      for (const text of says) t.ok(texts.includes(text), `${text} in ${texts.join(' | ')}`);
      for (const text of lacks) t.notMatch(texts.join(' | '), text);
    });

function specOfId(id: string) {
  const object = drawings.find((each) => each.id === id);
  if (object === undefined) throw new Error(`There is no ${id}`);
  return specOf(visStateOf(object));
}

t.test('nothing is said of all clients where there may be more than were asked for', async (t) => {
  const many = Array.from({ length: LIST_GROUPS_MAX }, (_, at) => ({
    ...CLIENTS[0],
    key: `${at}`,
  }));
  const answer = { aggregations: { groups: { buckets: many } } };
  const svg = await compileSpec(specOfId('tamarin-compare-bytes'), answer, HALF).draw();
  t.match(svg, />mean of the first 20,000 IP addresses: 3 GB</);
  t.notMatch(svg, / of all /);
});

const share = { aggregations: { parts: { buckets: { some: { doc_count: 0 }, all: { doc_count: 0 } } } } }; // biome-ignore format: one answer
const noGroups = { aggregations: { groups: { buckets: [] } } };

for (const [what, shareAnswer, listAnswer] of [
  ['what nobody requested', share, noGroups],
  ['what there is no index of, so that an answer has no aggregations', {}, {}],
] as const)
  for (const version of [5, 6] as const)
    t.test(
      `${what} is drawn without a warning or a number that is none (vega-lite ${version})`,
      async (t) => {
        const drawn = async (id: string, answer: object): Promise<string> => {
          const { warnings, draw } = compileSpec(specOfId(id), answer, HALF, version);
          const svg = await draw();
          t.strictSame(warnings, []);
          t.notMatch(svg, /NaN|Infinity|undefined|null/);
          return svg;
        };
        const part = await drawn('tamarin-error-share', shareAnswer);
        t.match(part, />0.00%</);
        t.match(part, />0 of 0</);
        for (const id of ['tamarin-compare-bytes', 'tamarin-compare-requests']) {
          const bars = await drawn(id, listAnswer);
          t.match(bars, />No results found</);
          t.match(bars, />mean: none</);
        }
      },
    );
