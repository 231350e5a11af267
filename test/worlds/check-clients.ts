/** The page about one client, held against the naive count of its records alone. */
import type { Test } from 'tap';
import { askQuestion } from '../../src/questions/catalogue.ts';
import type { ClientAnswer } from '../../src/questions/client/answer.ts';
import type { SearchPort } from '../../src/questions/count/search-port.ts';
import { differences } from './differences.ts';
import type { NaiveCount } from './naive-count.ts';
import { type DimensionName, isDimensionName } from './naive-dimensions.ts';
import type { World } from './world.ts';

const ROWS = 5;

export async function checkClients(
  t: Test,
  port: SearchPort,
  count: NaiveCount,
  kinds: World['clients'],
): Promise<void> {
  for (const kind of kinds) {
    const [client] = count.top(kind, 'bytes', 1).rows;
    if (client === undefined) continue; // a world may have none
    const answer = (await askQuestion(
      'client',
      { client: client.name, limit: String(ROWS) },
      port,
    )) as ClientAnswer; // the answer to client; one after the other
    t.strictSame(wrongWith(answer, kind, client.name, count), [], `${kind} ${client.name}`);
  }
}

function wrongWith(
  answer: ClientAnswer,
  kind: DimensionName,
  name: string,
  count: NaiveCount,
): readonly string[] {
  const scope = { [kind]: [name] };
  const { totals } = count.top(kind, 'bytes', 1, scope);
  const everybody = count.top(kind, 'bytes', 1).totals;
  const hours = count.timeline('hour', scope).rows;
  const active = hours.filter(({ requests }) => requests > 0);
  const byHour = Array.from({ length: 24 }, (_, hour) => ({
    hour,
    requests: hours
      .filter(({ time }) => new Date(time).getUTCHours() === hour)
      .reduce((sum, { requests }) => sum + requests, 0),
  }));
  const days = count.timeline('day', scope).rows.filter(({ requests }) => requests > 0);
  const besideOthers = (by: 'bytes' | 'requests') => {
    const { population } = count.compare(kind, by, 0);
    return { mean: population.mean, median: population.median };
  };
  const wanted = {
    client: { dimension: kind, value: name },
    totals,
    everybody,
    hours: byHour,
    hoursActive: active.length,
    exact: true,
    days: days.map(({ time, ...row }) => ({ day: time.slice(0, 'yyyy-mm-dd'.length), ...row })),
    compared: {
      dimension: kind,
      bytes: besideOthers('bytes'),
      requests: besideOthers('requests'),
    },
  };
  const tables = answer.tables.flatMap(({ dimension, ...table }) => {
    if (!isDimensionName(dimension)) return [`there is no ${dimension}`];
    const { missing, rows } = count.top(dimension, 'bytes', ROWS, scope);
    return differences(table, { missing, rows }, dimension);
  });
  return [...differences(answer, wanted), ...tables];
}
