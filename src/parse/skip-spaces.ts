/** The first position at or behind `from` that holds no space; a line's end holds none. */
export function skipSpaces(line: string, from: number): number {
  let at = from;
  while (line[at] === ' ') at += 1;
  return at;
}

/** The end of what stands before the spaces that end at `from`. */
export function skipSpacesBack(line: string, from: number): number {
  let at = from;
  while (line[at - 1] === ' ') at -= 1;
  return at;
}
