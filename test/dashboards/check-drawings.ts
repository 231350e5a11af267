/** Check 7: every Vega-Lite drawing is of the version that all servers know, compiles, and is safe. */
import type { Check } from './check-objects.ts';
import { compileSpec, type VegaLiteVersion } from './draw.ts';
import { isVisual, specOf, visStateOf } from './read-objects.ts';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v5.json';
const VERSIONS: readonly VegaLiteVersion[] = [5, 6];
const SIZE = { width: 600, height: 300 };
/** What newer servers refuse in expressions (vega_validation.ts). */
const BLOCKED =
  /\b(?:window|document|self|top|parent|frames|global|globalThis|constructor|prototype|__proto__|ownerDocument|view)\b|\[[^\]'"]+\]/;

function expressionsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(expressionsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string'
      ? ['calculate', 'filter', 'labelExpr', 'expr'].includes(key)
        ? [inner]
        : []
      : expressionsOf(inner),
  );
}

export const checkDrawings: Check = (objects) =>
  objects
    .filter((object) => isVisual(object) && visStateOf(object).type === 'vega')
    .flatMap((object) => {
      const { id } = object;
      const spec = specOf(visStateOf(object));
      const url = spec.data.url;
      const blocked = expressionsOf(spec).filter((text) => BLOCKED.test(withoutTexts(text)));
      return [
        ...(spec.$schema === SCHEMA ? [] : [`${id} is of ${spec.$schema}`]),
        ...(url['%context%'] === true && url.body.query === undefined
          ? []
          : [`${id} is not filtered`]),
        ...(url['%timefield%'] === '@timestamp' ? [] : [`${id} has no time range`]),
        ...(url.body.size === 0 ? [] : [`${id} asks for records`]),
        ...blocked.map((text) => `${id} has ${text}`),
        ...VERSIONS.flatMap((version) =>
          compileSpec(spec, {}, SIZE, version).warnings.map(
            (warning) => `${id} with vega-lite ${version}: ${warning}`,
          ),
        ),
      ];
    });

const withoutTexts = (expression: string): string => expression.replace(/'[^']*'/g, "''");
