/**
 * Small worlds, each with one thing in it that a count, a rank or a share can get wrong. That thing is
 * the same for all dimensions of a kind, and world-months asks for all of them.
 */
import { AddressPool, ipv4 } from '../../samples/maker/addresses.ts';
import { agentOf } from '../../samples/maker/agents.ts';
import { DAY_S } from '../../samples/maker/period.ts';
import { type Random, randomFor } from '../../samples/maker/prng.ts';
import { type PlannedRequest, planRequest } from '../../samples/maker/request.ts';
import { planObjects } from './plan-objects.ts';
import { defineWorld, ONE_OF_EACH_KIND, type World } from './world.ts';

const FROM_S = Date.UTC(2026, 0, 5) / 1_000;
const TO_S = Date.UTC(2026, 2, 25) / 1_000;
const GET = { operation: 'REST.GET.OBJECT', status: 200 } as const;
const anyTimeS = (random: Random): number => random.int(FROM_S, TO_S - 1);

/** Every client, key, requester and referrer has the same three requests, bytes and downloads. */
export function makeTiesWorld(): World {
  const random = randomFor('world-ties');
  const marks = ['\u{1f600}', '\uff5e', 'é', 'Z', 'a', '川', '~', '"'];
  const records = Array.from({ length: 300 }, (_, client) =>
    twoAndOneMonth(random).map((month) =>
      planRequest(random, {
        ...GET,
        timeS: Date.UTC(2026, month, random.int(1, 28)) / 1_000 + random.int(0, DAY_S - 1),
        ip: ipv4(`198.18.${client % 3}.${1 + Math.floor(client / 3)}`),
        key: `folder/${marks[client % marks.length]}-${client}.mp3`,
        requester: `arn:aws:iam::111122223333:user/user-${client}`,
        referrer: `https://site-${client}.example/${marks[client % marks.length]}`,
        bytesSent: 1_000,
        objectSize: 3_000,
        agent: agentOf('Chrome'),
      }),
    ),
  ).flat();
  return defineWorld({
    name: 'all ties',
    objects: planObjects(random, records, 90),
    dimensions: [...ONE_OF_EACH_KIND, 'requester', 'referrer'],
    isPlainTermsWrong: true,
  });
}

/**
 * One index of equal clients: the tenth has just what the last one listed has, which proves
 * nothing, because OpenSearch lists equal addresses in the order of their numbers and names are
 * ranked as text.
 */
export function makeTiedMonthWorld(): World {
  const random = randomFor('world-tied-month');
  // 250 is more than the hundred groups that an index is asked for at first.
  const records = Array.from({ length: 250 }, (_, client) =>
    planRequest(random, {
      ...GET,
      timeS: FROM_S + random.int(0, DAY_S - 1),
      ip: ipv4(`198.18.0.${client + 1}`),
      key: `folder/${client}.mp3`,
      bytesSent: 1_000,
      objectSize: 1_000,
      agent: agentOf('Chrome'),
    }),
  );
  return defineWorld({
    name: 'ties in one month',
    objects: planObjects(random, records, 50),
    dimensions: ['ip', 'key', 'network'],
    asksFolds: false,
  });
}

/** Any two of the three: an index alone has some clients twice, some once and some not at all. */
function twoAndOneMonth(random: Random): readonly number[] {
  const [often = 0, once = 0] = random.shuffle([0, 1, 2]);
  return [often, often, once];
}

/** Fewer groups than the least limit but one. */
export function makeFewWorld(): World {
  const random = randomFor('world-few');
  const records = Array.from({ length: 40 }, () =>
    planRequest(random, {
      ...GET,
      timeS: anyTimeS(random),
      ip: random.pick([null, ipv4('192.0.2.1'), ipv4('192.0.2.2')]),
      key: random.pick(['a/one.mp3', 'b/two.mp3', 'three']),
      bytesSent: random.int(1, 5_000),
      objectSize: 5_000,
      agent: random.pick([null, agentOf('curl'), agentOf('GPTBot')]),
    }),
  );
  return defineWorld({
    name: 'fewer groups than asked for',
    objects: planObjects(random, records, 15),
    dimensions: ONE_OF_EACH_KIND,
  });
}

/** Everything is one group, or none. */
export function makeOneWorld(): World {
  const random = randomFor('world-one');
  const records = Array.from({ length: 25 }, () =>
    planRequest(random, {
      ...GET,
      timeS: anyTimeS(random),
      ip: ipv4('192.0.2.1'),
      key: 'only/file.mp3',
      bytesSent: random.int(1, 9_999),
      objectSize: 9_999,
      agent: agentOf('curl'),
    }),
  );
  return defineWorld({
    name: 'one group',
    objects: planObjects(random, records, 25),
    dimensions: ONE_OF_EACH_KIND,
  });
}

/** No byte was ever sent, but requests, and downloads of empty objects, are there. */
export function makeZeroWorld(): World {
  const random = randomFor('world-zero');
  const pool = new AddressPool();
  const clients = Array.from({ length: 50 }, () => pool.take(random));
  const kinds: readonly Partial<PlannedRequest>[] = [
    { operation: 'REST.HEAD.OBJECT', objectSize: 4_000 },
    { status: 304, objectSize: 4_000 },
    { objectSize: 0, bytesSent: 0 },
    // A download that sent nothing of an object, and one whose size was not logged.
    { objectSize: 4_000, bytesSent: 0 },
    { objectSize: null },
  ];
  const records = Array.from({ length: 300 }, () =>
    planRequest(random, {
      ...GET,
      timeS: anyTimeS(random),
      ip: random.pick(clients),
      key: `folder/file-${random.int(1, 30)}.mp3`,
      agent: agentOf('curl'),
      ...random.pick(kinds),
    }),
  );
  return defineWorld({
    name: 'no bytes',
    objects: planObjects(random, records, 100),
    dimensions: ONE_OF_EACH_KIND,
  });
}

/**
 * Objects of up to 5 TB: sums far above 2^32 (4 GB), and the total, 600 × 5 TB at most, below 2^53.
 */
export function makeHugeWorld(): World {
  const random = randomFor('world-huge');
  const sizes = Array.from({ length: 40 }, () => random.int(6_000_000_000, 5_000_000_000_000));
  const records = Array.from({ length: 600 }, () => {
    const file = random.int(0, sizes.length - 1);
    const objectSize = sizes[file] ?? 1;
    return planRequest(random, {
      ...GET,
      timeS: anyTimeS(random),
      ip: ipv4(`198.18.${random.int(0, 3)}.${random.int(1, 20)}`),
      key: `backup/volume-${file}.img`,
      bytesSent: random.chance(0.5) ? objectSize : random.int(1, objectSize),
      objectSize,
      agent: agentOf(random.pick(['aws-cli', 'Boto3'])),
    });
  });
  return defineWorld({
    name: 'huge sums',
    objects: planObjects(random, records, 100),
    dimensions: ONE_OF_EACH_KIND,
    isPlainTermsWrong: true,
  });
}
