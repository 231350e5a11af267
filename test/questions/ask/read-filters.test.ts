/** Goal: what a person gives is taken as it is meant, or refused with what would be right. */
import t from 'tap';
import { DIMENSION_TABLE } from '../../../src/questions/ask/dimension-table.ts';
import { BOUND_TABLE } from '../../../src/questions/ask/number-table.ts';
import { onlyValue, type RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { readScope } from '../../../src/questions/ask/read-filters.ts';
import { resolveTimes } from '../../../src/questions/ask/read-times.ts';
import { isAddressOrNetwork } from '../../../src/questions/ask/read-value.ts';

/** A pattern stands behind a `~`. */
const filtersOf = (raw: RawParameters) =>
  readScope(raw).filters.map((filter) => {
    if (filter.test === 'people') return [filter.test];
    if ('number' in filter) return [filter.number.name, filter.test, filter.value];
    const { dimension, test, values, patterns = [] } = filter;
    return [dimension.name, test, ...values, ...patterns.map((pattern) => `~${pattern}`)];
  });

// biome-ignore format: a table, one row a value: dimension, as given, as asked
const GOOD: readonly (readonly [string, string, string])[] = [
  ['ip', '192.0.2.7', '192.0.2.7'],
  ['ip', '192.0.2.0/24', '192.0.2.0/24'],
  ['ip', '0.0.0.0/0', '0.0.0.0/0'],
  ['ip', '192.0.2.7/32', '192.0.2.7/32'],
  ['ip', '2001:db8::1', '2001:db8::1'],
  ['ip', '2001:db8::/32', '2001:db8::/32'],
  ['ip', '::/0', '::/0'],
  ['ip', '::1/128', '::1/128'],
  ['ip', '::ffff:192.0.2.7', '::ffff:192.0.2.7'],
  ['status', '404', '404'],
  ['status', '4xx', '4xx'],
  ['status', '5XX', '5xx'],
  ['status', '999', '999'],
  ['asn', '64500', '64500'],
  ['asn', 'AS64500', '64500'],
  ['asn', 'as64500', '64500'],
  ['asn', '0', '0'],
  ['asn', '4294967295', '4294967295'],
  ['key', 'a b/*.mp4', '~a b/*.mp4'],
  ['key', 'a b/\\*.mp4', 'a b/*.mp4'],
  ['key', 'a?', '~a?'],
  ['key', '***', '~*'],
  ['key', 'c:\\new\\*', 'c:\\new*'],
  ['key', 'c:\\new\\\\*', '~c:\\\\new\\\\*'],
  ['operation', '*DELETE*', '~*DELETE*'],
  ['tls-version', 'tlsv1.2', 'TLSv1.2'],
  ['method', 'get', 'GET'],
  ['method', 'PROPFIND', 'PROPFIND'],
  ['authentication', 'querystring', 'QueryString'],
  ['agent', 'chrome', 'chrome'],
  ['key', '4xx', '4xx'],
  ['requester', '', ''],
  ['network', '192.0.2.0/24', '192.0.2.0/24'],
  ['version-id', 'null', 'null'],
];

for (const [name, given, asked] of GOOD) {
  t.test(`--${name} "${given}" is taken`, async (t) => {
    t.strictSame(filtersOf({ [name]: given }), [[name, 'is', asked]]);
    t.strictSame(filtersOf({ not: `${name}=${given}` }), [[name, 'is_not', asked]]);
  });
}

// biome-ignore format: a table, one row a value
const BAD: readonly (readonly [string, string])[] = [
  ['ip', ''], ['ip', 'localhost'], ['ip', '192.0.2'], ['ip', '192.0.2.256'], ['ip', '192.0.2.07'], ['ip', '192.0.2.0/33'], ['ip', '192.0.2.0/-1'], ['ip', '192.0.2.0/'], ['ip', '192.0.2.0/2 4'],
  ['ip', '192.0.2.0/24/24'], ['ip', '192.0.2.0/x'], ['ip', '192.0.2.0/1e1'], ['ip', '2001:db8::/129'], ['ip', '2001:db8:::'], ['ip', 'fe80::1%eth0'], ['ip', ' 192.0.2.7'], ['ip', '192.0.2.7, 192.0.2.8'], ['ip', '/24'], ['ip', '[::1]'],
  ['status', ''], ['status', '4'], ['status', '40'], ['status', '4040'], ['status', '4x'], ['status', '4xxx'], ['status', '0xx'], ['status', '044'], ['status', 'xxx'], ['status', '40x'], ['status', '-40'], ['status', '404 '], ['status', '4.4'], ['status', '4*'],
  ['asn', ''], ['asn', 'AS'], ['asn', '-1'], ['asn', '1.5'], ['asn', '12345678901'], ['asn', 'ASAS1'], ['asn', '1e5'], ['asn', 'Example Net'], ['asn', '645*'],
];

for (const [name, given] of BAD) {
  t.test(`--${name} "${given}" is refused`, async (t) => {
    const wanted = { code: 'usage', message: new RegExp(`^--${name} ".*" is not a valid `), hint: new RegExp(`--${name} \\d`) }; // biome-ignore format: one object
    t.throws(() => readScope({ [name]: given }), wanted);
    t.throws(() => readScope({ not: `${name}=${given}` }), { code: 'usage' });
    t.throws(() => readScope({ [name]: [given, given] }), { code: 'usage' });
  });
}

t.test('an address or a network, and nothing else', async (t) => {
  for (const text of ['192.0.2.7', '192.0.2.0/24', '::1', '::/0']) t.ok(isAddressOrNetwork(text));
  for (const text of ['', '/', 'a', '1', '192.0.2.0/', '::/'])
    t.notOk(isAddressOrNetwork(text), text);
});

t.test('a repeated filter is any of its values, different ones are all needed', async (t) => {
  t.strictSame(filtersOf({ key: ['a', 'b'], status: ['404', '5xx'] }), [
    ['key', 'is', 'a', 'b'],
    ['status', 'is', '404', '5xx'],
  ]);
  t.strictSame(filtersOf({ key: [] }), [], 'no value is no filter');
  t.strictSame(filtersOf({ key: undefined }), []);
});

t.test('every dimension is a filter', async (t) => {
  for (const { name, kind } of DIMENSION_TABLE) {
    if (kind === 'parameter') continue;
    const value = { word: 'x', ip: '192.0.2.1', status: '200', number: '1' }[kind];
    t.strictSame(filtersOf({ [name]: value }), [[name, 'is', value]]);
    t.strictSame(filtersOf({ without: name }), [[name, 'lacks']]);
  }
});

t.test('a parameter of the URL is named with its value', async (t) => {
  t.strictSame(filtersOf({ param: 'x-user=ada=1' }), [['param:x-user', 'is', 'ada=1']]);
  t.strictSame(
    filtersOf({ param: ['x-user=ada', 'acl=', 'x-user=bob'] }),
    [['param:x-user', 'is', 'ada', 'bob'], ['param:acl', 'is', '']], // biome-ignore format: two filters
    'values of one name are or, different names are and',
  );
  for (const not of ['param:x-user=ada', 'param=x-user=ada'])
    t.strictSame(filtersOf({ not }), [['param:x-user', 'is_not', 'ada']]);
  t.strictSame(filtersOf({ without: 'param:x-user' }), [['param:x-user', 'lacks']]);
  t.strictSame(filtersOf({ without: 'param' }), [['param', 'lacks']]);
  for (const raw of [
    { param: 'x-user' },
    { param: '=ada' },
    { param: '' },
    { not: 'param=x-user' },
  ])
    t.throws(() => readScope(raw), { code: 'usage', hint: /--param x-user=johndoe/ });
  for (const raw of [{ without: 'param:' }, { without: 'param:a=b' }, { not: 'param:=x' }])
    t.throws(() => readScope(raw), {
      code: 'usage',
      message: /is not the name of a URL parameter/,
    });
});

t.test('--key-prefix, --without and --not', async (t) => {
  t.strictSame(filtersOf({ 'key-prefix': ['a/', 'b/'] }), [['key', 'prefix', 'a/', 'b/']]);
  t.strictSame(filtersOf({ without: ['requester', 'key'] }), [['requester', 'lacks'], ['key', 'lacks']]); // biome-ignore format: two filters
  t.strictSame(
    filtersOf({ not: ['agent-class=bot', 'agent-class=tool', 'url-query=a=b'] }),
    [['agent-class', 'is_not', 'bot'], ['agent-class', 'is_not', 'tool'], ['url-query', 'is_not', 'a=b']], // biome-ignore format: three filters
    'each is left out; a value may hold the sign',
  );
  t.strictSame(filtersOf({ not: 'requester=' }), [['requester', 'is_not', '']]);
  for (const not of ['agent-class', '=bot', ''])
    t.throws(() => readScope({ not }), { code: 'usage', hint: /dimension=value/ });
  const wanted = { code: 'usage', message: /no dimension "colour"/, hint: /ip, network/ };
  t.throws(() => readScope({ not: 'colour=red' }), wanted);
  t.throws(() => readScope({ without: 'colour' }), wanted);
  t.throws(() => readScope({ without: 'constructor' }), { code: 'usage' });
});

t.test('--is takes a value as it stands, beside those of the dimension', async (t) => {
  t.strictSame(filtersOf({ is: 'key=a*b' }), [['key', 'is', 'a*b']]);
  t.strictSame(filtersOf({ key: ['x', 'y*'], is: ['referrer=https://a.example/?p=1', 'key=a\\*'] }), [
    ['key', 'is', 'x', 'a\\*', '~y*'],
    ['referrer', 'is', 'https://a.example/?p=1'],
  ]); // biome-ignore format: two filters
  t.strictSame(filtersOf({ is: 'method=get' }), [['method', 'is', 'get']]);
  t.throws(() => readScope({ is: 'key' }), { code: 'usage', hint: /--is dimension=value/ });
  t.throws(() => readScope({ is: 'ip=a' }), { code: 'usage', message: /not a valid IP address/ });
});

// biome-ignore format: a table, one row a bound: name, as given, as asked
const BOUNDS: readonly (readonly [string, string, number])[] = [
  ['bytes', '0', 0], ['bytes', '1500', 1_500], ['bytes', '1KB', 1_000], ['bytes', '1kb', 1_000], ['bytes', '1.1KB', 1_100], ['bytes', '1.5 MB', 1_500_000], ['bytes', '1GB', 1e9], ['bytes', '2TB', 2e12],
  ['size', '1KiB', 1_024], ['size', '1.5MiB', 1_572_864], ['size', '3GiB', 3_221_225_472], ['size', '7B', 7],
  ['time', '200', 200], ['time', '200ms', 200], ['time', '2s', 2_000], ['time', '1.5s', 1_500], ['turn-around', '2m', 120_000], ['turn-around', '1h', 3_600_000], ['time', '2147483647', 2 ** 31 - 1],
];

t.test('numbers are read with their units', async (t) => {
  for (const [name, given, value] of BOUNDS) {
    t.strictSame(filtersOf({ [`${name}-over`]: given }), [[name, 'over', value]], given);
    t.strictSame(filtersOf({ [`${name}-under`]: given }), [[name, 'under', value]], given);
  }
  t.strictSame(
    filtersOf({ 'bytes-under': '2KB', 'bytes-over': '1KB' }),
    [['bytes', 'over', 1_000], ['bytes', 'under', 2_000]], // biome-ignore format: two filters
  );
});

// biome-ignore format: a table, one row a number
const BAD_NUMBERS: readonly (readonly [string, readonly string[]])[] = [
  ['bytes', ['', '-1', 'x', '1.5', '1s', '1 K B', '1e3', '1KBB', '10000000000000000', '1,5KB', '0.1KiB', '.5KB']],
  ['size', ['1h', 'KB']],
  ['time', ['1KB', '0.0001s', '-2s', '2d', '25h25h', '600h']],
];

t.test('what is no number is refused with what would be one', async (t) => {
  for (const [name, all] of BAD_NUMBERS)
    for (const given of all)
      for (const bound of ['over', 'under'])
        t.throws(() => readScope({ [`${name}-${bound}`]: given }), { code: 'usage', message: new RegExp(`^--${name}-${bound} "`), hint: /unit|At most/ }, given); // biome-ignore format: one call
  for (const { name } of BOUND_TABLE)
    t.throws(() => readScope({ [name]: ['1', '2'] }), { code: 'usage', message: /only once/ });
});

t.test('more values than a query takes are refused', async (t) => {
  const keys = (count: number) => Array.from({ length: count }, (_, n) => `${n}`);
  t.equal(filtersOf({ key: keys(1_000) })[0]?.length, 1_002);
  for (const name of ['key', 'key-prefix', 'without', 'not', 'is'])
    t.throws(() => readScope({ [name]: keys(1_001) }), { code: 'usage', message: /1001 values, over 1000/ }); // biome-ignore format: one call
});

t.test('more patterns than a server can go through are refused', async (t) => {
  const patterns = (count: number) => Array.from({ length: count }, (_, n) => `${n}*`);
  t.equal(filtersOf({ key: patterns(100) })[0]?.length, 102);
  t.throws(() => readScope({ key: patterns(99), not: ['key=*a', 'agent=*b'] }), { code: 'usage', message: /101 patterns in all, over the limit of 100/ }); // biome-ignore format: one call
});

const typed = (raw: RawParameters) => readScope(resolveTimes(raw, 0));

t.test('a range is read as UTC; its end comes after its begin', async (t) => {
  t.match(readScope({}), { from: null, to: null, filters: [] });
  t.match(typed({ from: '2026-01-17', to: '2026-01-17T13:00+01:00' }), {
    from: '2026-01-17T00:00:00.000Z',
    to: '2026-01-17T12:00:00.000Z',
  });
  for (const to of ['2026-01-16', '2026-01-17', '2026-01-17T01:00+01:00'])
    t.throws(() => typed({ from: '2026-01-17', to }), { code: 'usage', message: /range is empty/ }); // biome-ignore format: one call
  for (const name of ['from', 'to'])
    t.throws(() => typed({ [name]: 'tomorrow' }), { code: 'usage', message: `--${name} "tomorrow" is not a time.`, hint: /ISO/ }); // biome-ignore format: one call
});

t.test('what may be given once is refused when it is given twice', async (t) => {
  for (const name of ['from', 'to'])
    t.throws(() => readScope({ [name]: ['2026-01-17', '2026-01-17'] }), { code: 'usage', message: /only once/ }); // biome-ignore format: one call
  t.equal(onlyValue('by', { by: ['bytes'] }), 'bytes');
  t.equal(onlyValue('by', {}), null);
  t.throws(() => onlyValue('by', { by: ['bytes', 'requests'] }), { code: 'usage' });
});
