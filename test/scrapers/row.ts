/** A row of `tamarin scrapers`, as far as the exam reads it: the JSON that design and README promise. */
export interface Row {
  readonly kind: 'ip' | 'network' | 'as' | 'agent' | 'requester' | 'referrer-domain' | 'group';
  readonly name: string;
  readonly verdict: string;
  readonly score: number;
  readonly reasons: readonly { readonly text: string }[];
  readonly members: {
    readonly addresses: readonly string[];
    readonly networks: readonly string[];
    /** Of all addresses, also where not all are listed. */
    readonly count: number;
  };
}

/** From here on a row accuses. */
const ACCUSING_SCORE_MIN = 50;

/** They explain, and accuse nobody whatever the score. */
const HARMLESS_VERDICTS = new Set(['heavy-but-normal', 'friend', 'cdn', 'monitor']);

export const isAccusing = ({ verdict, score }: Row): boolean =>
  score >= ACCUSING_SCORE_MIN && !HARMLESS_VERDICTS.has(verdict);
