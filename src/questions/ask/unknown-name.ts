/** The error for a name that is in none of our tables. */
import { TamarinError } from '../../core/error.ts';
import { nearestName } from './nearest-name.ts';

export function unknownName(
  what: string,
  name: string,
  table: readonly { readonly name: string }[],
): TamarinError {
  const known = table.map((row) => row.name);
  return new TamarinError('usage', `There is no ${what} "${name}".`, {
    hint: `${meantText(name, known)}Choose one of: ${known.join(', ')}.`,
  });
}

/** `Did you mean "ip"? `; empty where none is near. */
export function meantText(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === null ? '' : `Did you mean "${nearest}"? `;
}
