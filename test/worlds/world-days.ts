/**
 * Sixty daily indices. Each day has thirty clients that are seen on no other, and six that are
 * there every day, take less than any of the thirty on each, and have the most in the end.
 */
import { ipv4 } from '../../samples/maker/addresses.ts';
import { agentOf } from '../../samples/maker/agents.ts';
import { DAY_S } from '../../samples/maker/period.ts';
import { randomFor } from '../../samples/maker/prng.ts';
import { planRequest } from '../../samples/maker/request.ts';
import { planObjects } from './plan-objects.ts';
import { defineWorld, type World } from './world.ts';

const FIRST_DAY_S = Date.UTC(2026, 0, 20) / 1_000;
const DAYS = 35;
const CLIENTS_A_DAY = 30;
const DAILY_CLIENTS = 6;

export function makeDaysWorld(): World {
  const random = randomFor('world-days');
  const records = Array.from({ length: DAYS }, (_, day) => {
    const names = [
      ...Array.from({ length: CLIENTS_A_DAY }, (_, index) => `198.18.${day}.${index + 1}`),
      ...Array.from({ length: DAILY_CLIENTS }, (_, index) => `198.51.100.${index + 1}`),
    ];
    return names.map((name, index) => {
      const isDaily = index >= CLIENTS_A_DAY;
      return planRequest(random, {
        ip: ipv4(name),
        // 35 times 900 is far more than once 9,000 at most.
        bytesSent: isDaily ? random.int(900, 1_000) : random.int(2_000, 9_000),
        objectSize: 10_000,
        status: 206,
        key: `folder-${index % 7}/file-${random.int(1, 400)}.mp3`,
        timeS: FIRST_DAY_S + day * DAY_S + random.int(0, DAY_S - 1),
        operation: 'REST.GET.OBJECT',
        requester: isDaily ? `arn:aws:iam::111122223333:user/daily-${index}` : null,
        agent: agentOf(random.pick(['Chrome', 'Firefox', 'curl', 'Googlebot']), random),
      });
    });
  }).flat();
  return defineWorld({
    name: '35 days',
    grain: 'day',
    objects: planObjects(random, records, 200),
    // Each search is over 35 shards, so not all: dimensions whose groups change from day to day,
    // one that has few groups, one that is often missing.
    dimensions: ['ip', 'network', 'key', 'folder', 'requester', 'agent-class'],
    asksFolds: false,
    clients: ['ip', 'requester'],
    isPlainTermsWrong: true,
  });
}
