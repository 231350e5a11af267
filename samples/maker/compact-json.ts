/**
 * JSON that a person can read and git can compare: a table has a row a line, anything short stays on
 * its line.
 */
const WIDTH = 180;

export function compactJson(value: unknown, indent = ''): string {
  const flat = JSON.stringify(value);
  const isLeaf = typeof value !== 'object' || value === null;
  if (isLeaf || (indent.length + flat.length <= WIDTH && !flat.includes(':{'))) return flat;
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${inner}${compactJson(item, inner)}`);
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).map(
    ([name, entry]) => `${inner}${JSON.stringify(name)}: ${compactJson(entry, inner)}`,
  );
  return `{\n${entries.join(',\n')}\n${indent}}`;
}
