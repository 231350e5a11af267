/** Which records are paid, and as what: queries that no record fits two of, a destination or a class each. */
import type { RequestClass } from '../../core/price-table.ts';
import type { Friends } from '../ask/friends.ts';
import type { Query } from '../ask/scope.ts';
import type { MoneyFacts } from './facts.ts';
import { chargeOfOperation } from './operation-table.ts';

/** From then on, requests that are denied cost nothing where others than the owner made them. */
const DENIED_FREE_FROM = '2024-05-13T00:00:00.000Z';

/** Answers that S3 does not bill, whoever asked ("Billing for Amazon S3 error responses"). */
// biome-ignore format: a list
const UNBILLED_CODES = [
  'PermanentRedirect', 'PermanentRedirectControlError', 'TemporaryRedirect',
  'AuthorizationHeaderMalformed', 'AuthorizationQueryParametersError', 'ConnectionClosedByRequester',
  'DeviceNotActiveError', 'EndpointNotFound', 'ExpiredToken', 'IllegalLocationConstraintException',
];

const any = (queries: readonly Query[]): Query => ({ bool: { should: queries } });
const all = (filter: readonly Query[], none: readonly Query[] = []): Query => ({
  bool: { filter, ...(none.length === 0 ? {} : { must_not: none }) },
});

export const DESTINATION_TABLE = [
  { key: 'internet', meaning: 'the internet, other CDNs and unknown addresses' },
  { key: 'other-region', meaning: 'other regions of Amazon' },
  { key: 'same-region', meaning: 'the same region' },
  { key: 'vpc', meaning: 'VPC endpoints' },
  { key: 'cdn', meaning: 'CloudFront' },
  { key: 'unbilled', meaning: 'not billed (requests of S3 itself, errors)' },
] as const;

export type Destination = (typeof DESTINATION_TABLE)[number]['key'];

/** By `origin`, as far as it is as of today. */
const ORIGINS_OF = {
  'other-region': 'aws',
  'same-region': 'same-region',
  vpc: 'vpc',
  cdn: 'cdn',
} as const satisfies Partial<Record<Destination, string>>;

export interface RecordsPaid {
  /** Records whose bytes go there. */
  readonly to: Readonly<Record<Destination, Query>>;
  readonly requests: Readonly<Record<RequestClass, Query>>;
}

export function recordsPaid(facts: MoneyFacts, friends: Friends): RecordsPaid {
  const { operations, enrichedToday } = facts;
  const unbilled = unbilledQuery(facts, friends);
  const namesOf = (test: (charge: ReturnType<typeof chargeOfOperation>) => boolean): Query => ({
    terms: { operation: operations.filter((name) => test(chargeOfOperation(name))) },
  });
  const staysInside = namesOf(({ staysInside: stays }) => stays === true);
  const asOfToday = enrichedToday === null ? [] : [{ terms: { enriched: enrichedToday } }];
  const from = (origin: string): Query => all([{ term: { origin } }, ...asOfToday]);
  const outside = (query: Query): Query => all([query], [unbilled, staysInside]);
  const known = Object.values(ORIGINS_OF).map(from);
  const requests = (name: RequestClass): Query =>
    all([namesOf(({ paidAs }) => paidAs === name)], [unbilled]);
  return {
    to: {
      internet: { bool: { must_not: [any(known), unbilled, staysInside] } },
      'other-region': outside(from(ORIGINS_OF['other-region'])),
      'same-region': outside(from(ORIGINS_OF['same-region'])),
      vpc: outside(from(ORIGINS_OF.vpc)),
      cdn: outside(from(ORIGINS_OF.cdn)),
      unbilled: all([any([unbilled, staysInside])]),
    },
    requests: { put: requests('put'), get: requests('get') },
  };
}

function unbilledQuery({ owners }: MoneyFacts, { accounts }: Friends): Query {
  const own = [{ terms: { requester: owners } }, { terms: { account: accounts } }];
  const denied = [
    { term: { http_status: 403 } },
    { range: { '@timestamp': { gte: DENIED_FREE_FROM } } },
  ];
  return any([
    { range: { http_status: { gte: 500 } } },
    { terms: { error_code: UNBILLED_CODES } },
    all(denied, own),
  ]);
}
