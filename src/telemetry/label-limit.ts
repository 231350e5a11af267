/** Bounds the sets of label values of one metric: each costs memory here and in Prometheus for ever. */

export type Labels = Readonly<Record<string, string>>;

/** What comes when there are so many sets is counted under this value of every label. */
const OTHER = 'other';

export function makeLabelLimit(setsMax: number): (labels: Labels) => Labels {
  const known = new Map<string, Labels>();
  return (labels) => {
    const id = Object.values(labels).join('\n');
    const before = known.get(id);
    if (before !== undefined) return before;
    if (known.size >= setsMax) return otherOf(labels);
    known.set(id, labels);
    return labels;
  };
}

const otherOf = (labels: Labels): Labels =>
  Object.fromEntries(Object.keys(labels).map((name) => [name, OTHER]));
