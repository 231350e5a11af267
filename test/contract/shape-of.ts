/**
 * The names of a JSON value and their order, in one line: `{rows[{name bytes}] exact}`. The elements
 * of a list have one shape, or those they have are named: `[{a} | {a b}]`.
 */
export function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].join(' | ')}]`;
  if (typeof value !== 'object' || value === null) return '';
  return `{${Object.entries(value)
    .map(([name, inner]) => name + shapeOf(inner))
    .join(' ')}}`;
}
