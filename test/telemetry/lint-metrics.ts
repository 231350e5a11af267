/** What `promtool check metrics` complains about, as far as it can be told from the text of a scrape. */

const SERIES = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)*\})? (\S+)$/;
const NOT_BASE_UNITS =
  /(?:milliseconds|ms|minutes|hours|days|kilobytes|megabytes|bits|percent)(?:_total)?$/;
/** Of what is measured; a plain number of things has none. */
const PARTS = /_(?:bucket|sum|count)$/;

/** Series by name and labels, as they stand in the text. */
export function readSeries(text: string): Map<string, number> {
  const series = new Map<string, number>();
  for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
    const at = line.lastIndexOf(' ');
    series.set(line.slice(0, at), Number(line.slice(at + 1)));
  }
  return series;
}

export function lintMetrics(text: string): readonly string[] {
  const problems: string[] = [];
  const helps = namesBehind(text, 'HELP');
  const types = namesBehind(text, 'TYPE');
  const seen = new Set<string>();
  for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
    const [, name = '', labels = '', value = ''] = SERIES.exec(line) ?? [];
    if (name === '' || Number.isNaN(Number(value))) {
      problems.push(`"${line}" cannot be read`);
      continue;
    }
    const family = types.has(name) ? name : name.replace(PARTS, '');
    const type = types.get(family);
    if ((helps.get(family) ?? '') === '') problems.push(`${family} has no HELP`);
    if (type === undefined) problems.push(`${family} has no TYPE`);
    if (!/^[a-z][a-z0-9_]*$/.test(family)) problems.push(`${family} is not snake_case`);
    if (NOT_BASE_UNITS.test(family)) problems.push(`${family}: is no base unit`);
    if (type === 'counter' && !family.endsWith('_total'))
      problems.push(`${family}: a counter ends in _total`);
    if (type !== 'counter' && family.endsWith('_total'))
      problems.push(`${family}: only counters end in _total`);
    if (seen.has(name + labels)) problems.push(`${name}${labels} stands twice`);
    seen.add(name + labels);
  }
  return problems;
}

function namesBehind(text: string, word: 'HELP' | 'TYPE'): Map<string, string> {
  const lines = text.split('\n').filter((line) => line.startsWith(`# ${word} `));
  return new Map(
    lines.map((line) => {
      const [, , name = '', ...rest] = line.split(' ');
      return [name, rest.join(' ')];
    }),
  );
}
