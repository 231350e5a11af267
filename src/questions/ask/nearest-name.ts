/** The known name that a person may have meant: `ip` for `ips`, `user-agent` for `useragent`. */

/** null: none is near. */
export function nearestName(given: string, known: readonly string[]): string | null {
  const wanted = plain(given);
  const ranked = known
    .map((name) => ({ name, steps: stepsBetween(wanted, plain(name)) }))
    .sort((a, b) => a.steps - b.steps);
  const [first] = ranked;
  return first !== undefined && first.steps <= stepsMax(wanted) ? first.name : null;
}

/** Of a short name one letter makes another one. */
const stepsMax = (name: string): number => Math.floor(name.length / 3);

/** As if there were no case, no signs between words, no plural, and no `.0` behind a version. */
function plain(name: string): string {
  const letters = name.toLowerCase().replace(/[^\p{L}\p{N}.]|\.0$/gu, '');
  return letters.length > 2 ? letters.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '') : letters;
}

/** Letters to add, take away or change (Levenshtein). */
function stepsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (const [at, other] of [...b].entries())
      next.push(
        Math.min(
          (row[at] ?? 0) + (letter === other ? 0 : 1),
          (row[at + 1] ?? 0) + 1,
          (next[at] ?? 0) + 1,
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
