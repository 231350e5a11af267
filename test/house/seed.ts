/** The seed of a file's property tests: printed, so that a failing run can be repeated. */
export function takeSeed(t: { comment(text: string): void }): number {
  const seed = Number(process.env.SEED ?? Math.trunc(Math.random() * 2 ** 31));
  t.comment(`seed ${seed}; SEED=${seed} repeats this run`);
  return seed;
}
