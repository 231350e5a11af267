/** What a server of OpenSearch Dashboards 3.3.0 cut off or could not draw, and says so nowhere. */
import type { Check } from './check-objects.ts';
import { type Colours, isVisual, uiStateOf, visStateOf } from './read-objects.ts';

/** A legend cuts off what is wider. */
const LEGEND_LETTERS = 22;
/** Of a heading in bold, and what its arrow and margins take, in pixels. */
const LETTER = 7;
const AROUND = 45;
const COLUMNS_MAX = 380;

export const checkReadable: Check = (objects) =>
  objects.filter(isVisual).flatMap((object) => {
    const { type, params, aggs } = visStateOf(object);
    const { colors = {}, columnsWidth = [] } = uiStateOf(object);
    const says = (what: string): string => `${object.id} ${what}`;
    if (type === 'markdown')
      return /[^\p{ASCII}÷×]/u.test(String(params.markdown)) ? [says('has a rare letter')] : [];
    if (type !== 'table') return namesOf(colors).map((name) => says(`cuts off "${name}"`));
    const headings = aggs
      .filter(({ schema }) => schema === 'metric')
      .map((agg) => String(agg.params.customLabel));
    const widthOf = (at: number): number =>
      columnsWidth.find(({ colIndex }) => colIndex === at + 1)?.width ?? 0;
    const cut = headings.filter((heading, at) => widthOf(at) < AROUND + LETTER * heading.length);
    const all = headings.reduce((sum, _, at) => sum + widthOf(at), 0);
    return [
      ...cut.map((heading) => says(`cuts off "${heading}"`)),
      ...(all > COLUMNS_MAX && !WIDE.includes(object.id) ? [says('leaves no room for names')] : []),
      ...(params.perPage === '' ? [] : [says('spends room on pages')]),
    ];
  });

/** Lists that have more than half of a dashboard's width. */
const WIDE = ['tamarin-slowest-keys'];

const namesOf = (colors: Colours): readonly string[] =>
  Object.keys(colors).filter((name) => name.length > LEGEND_LETTERS);
