/** The four questions of `up`, asked one after the other: each is made of several that anybody can ask. */
import { TamarinError } from '../core/error.ts';
import type { Friends } from '../questions/ask/friends.ts';
import { escapeGlob } from '../questions/ask/glob.ts';
import type { RawParameters } from '../questions/ask/raw-parameters.ts';
import { readScope } from '../questions/ask/read-filters.ts';
import type { CompareAnswer } from '../questions/compare/answer.ts';
import { type Beside, belowAnother, CLIENTS, OWNER, presentSideBySide, withColumn } from '../questions/present/present-headlines.ts'; // biome-ignore format: one import
import type { Presentation } from '../questions/present/presentation.ts';
import type { Answer, Answered } from '../questions/question.ts';
import type { TopAnswer } from '../questions/top/answer.ts';

/** Asks, and waits for the answer. */
export type Asks = (name: string, parameters: RawParameters) => Promise<Answered>;

export interface Headline {
  readonly title: string;
  /** In the order in which they are read. @throws TamarinError */
  readonly answer: () => Promise<{
    readonly presentations: readonly Presentation[];
    /** How far they reach, this one says. */
    readonly answer: Answer;
  }>;
}

/** What a bucket owner asks when the bill is a surprise. */
export function headlines(
  asks: Asks,
  friends: Pick<Friends, 'networks' | 'agents'>,
): readonly Headline[] {
  return [
    { title: '1. Who are the biggest consumers of our media?', answer: () => consumers(asks) },
    { title: '2. Which files are downloaded most?', answer: () => files(asks) },
    {
      title: '3. Is anyone scraping us?',
      answer: () => one(asks('scrapers', { 'min-score': '50' })),
    },
    {
      title: '4. How do the top users compare with the average user?',
      answer: () => sideBySide(asks, withoutFriends(friends)),
    },
  ];
}

async function one(asked: Promise<Answered>) {
  const { answer, present } = await asked;
  return { answer, presentations: [present()] };
}

async function consumers(asks: Asks) {
  const byBytes = await withCost(asks, { dimension: 'ip', by: 'bytes' });
  const byRequests = await asks('top', { dimension: 'ip', by: 'requests' });
  const names = [byBytes, byRequests].flatMap(({ answer }) => namesOf(answer));
  const owners = await ownersOf(asks, [...new Set(names)]);
  return {
    answer: byRequests.answer,
    presentations: [
      withColumn(byBytes.present(), OWNER, owners),
      withColumn(belowAnother(byRequests.present(), byRequests.answer), OWNER, owners),
    ],
  };
}

/** And what it cost, where prices are known: a region without them is no reason to answer nothing. */
async function withCost(asks: Asks, parameters: RawParameters): Promise<Answered> {
  try {
    return await asks('top', { ...parameters, cost: 'true' });
  } catch (error) {
    if (!(error instanceof TamarinError) || error.code !== 'config_invalid') throw error;
    const { answer, present } = await asks('top', parameters);
    const noCost = `Without costs: ${error.message} ${error.hint}`;
    return { answer, present: () => withSentence(present(), noCost) };
  }
}

const withSentence = (presentation: Presentation, sentence: string): Presentation => ({
  ...presentation,
  closing: [...presentation.closing, sentence],
});

/** None without address files, which tell them. */
async function ownersOf(asks: Asks, names: readonly string[]): Promise<Beside> {
  if (names.length === 0) return new Map();
  const { answer } = await asks('top', { dimension: 'ip,as', ip: names, limit: '100' });
  const pairs = topOf(answer).rows.map(
    ({ names: [ip = '', owner = ''] = [] }) => [ip, owner] as const,
  );
  return new Map(pairs);
}

const FILES_TOLD =
  'Full downloads add up the parts that were sent: a player that fetches a file in 40 ranges has downloaded it once. Addresses: how many different ones asked for it.';

/** A player that fetches a file in forty ranges has downloaded it once. */
async function files(asks: Asks) {
  const { answer, present } = await asks('top', { dimension: 'key', by: 'full-downloads' });
  const clients = await differentOf(asks, { dimension: 'key', of: 'ip' }, namesOf(answer));
  const shown = withSentence(withColumn(present(), CLIENTS, clients), FILES_TOLD);
  return { answer, presentations: [shown] };
}

async function sideBySide(asks: Asks, without: RawParameters) {
  const { answer } = await asks('top', { dimension: 'ip', by: 'bytes', ...without });
  const bytes = await asks('compare', { dimension: 'ip', by: 'bytes', ...without });
  const requests = await asks('compare', { dimension: 'ip', by: 'requests', ...without });
  const top = topOf(answer);
  const about = {
    top,
    bytes: compareOf(bytes.answer),
    requests: compareOf(requests.answer),
    files: await differentOf(asks, { dimension: 'ip', of: 'key', without }, namesOf(answer)),
  };
  const scope = { ...readScope(without), from: top.from, to: top.to };
  return {
    answer,
    presentations: [presentSideBySide(about, { scope })],
  };
}

/** Friends are no users that anybody wonders about. */
function withoutFriends({ networks, agents }: Pick<Friends, 'networks' | 'agents'>): RawParameters {
  const not = [
    ...networks.map((network) => `ip=${network}`),
    ...agents.map((agent) => `agent=${escapeGlob(agent)}`),
  ];
  return not.length === 0 ? {} : { not };
}

/** How many different values of another dimension each of the names has. */
async function differentOf(
  asks: Asks,
  { dimension, of, without = {} }: { dimension: 'ip' | 'key'; of: string; without?: RawParameters },
  names: readonly string[],
): Promise<Beside> {
  if (names.length === 0) return new Map();
  const only = { [dimension]: names.map(escapeGlob) };
  const by = `distinct(${of})`;
  const { answer } = await asks('top', { ...without, dimension, by, ...only, limit: String(names.length) }); // biome-ignore format: one question
  const { rows } = topOf(answer);
  return new Map(rows.map((row) => [row.name, Number(Reflect.get(row, 'distinct'))]));
}

const namesOf = (answer: Answer): readonly string[] => topOf(answer).rows.map(({ name }) => name);

function topOf(answer: Answer): TopAnswer & Answer {
  if (answer.question === 'top') return answer;
  throw new TypeError(`"${answer.question}" is no ranking`);
}

function compareOf(answer: Answer): CompareAnswer {
  if (answer.question === 'compare') return answer;
  throw new TypeError(`"${answer.question}" is no comparison`);
}
