/** Whom a question is about: everybody, or people. */
import { requireDimension } from './dimension-table.ts';
import type { Friends } from './friends.ts';
import { PARAMETER_OF_ALL_TABLE } from './parameter-table.ts';
import { onlyValue, type RawParameters } from './raw-parameters.ts';
import { filterQuery, type PeopleFilter, type Query, type Scope } from './scope.ts';
import { unknownName } from './unknown-name.ts';

/** @throws TamarinError `usage` */
export function readAudience(raw: RawParameters): readonly PeopleFilter[] {
  const { name, choices, default: usual } = PARAMETER_OF_ALL_TABLE[0];
  const given = onlyValue(name, raw) ?? usual;
  if (given === 'people') return [{ test: 'people', friends: [] }];
  if (given === 'all') return [];
  throw unknownName(name, given, choices.map((each) => ({ name: each }))); // biome-ignore format: one list
}

export const isOfPeople = ({ filters }: Scope): boolean =>
  filters.some(({ test }) => test === 'people');

/** `owners`: canonical user ids that own a bucket. */
export function friendQueries(
  { networks, agents, accounts }: Friends,
  owners: readonly string[],
): readonly Query[] {
  const inNetworks = { dimension: requireDimension('ip'), test: 'is', values: networks } as const;
  const signed = [
    ...(accounts.length === 0 ? [] : [{ terms: { account: accounts } }]),
    ...owners.map((id) => ({
      bool: { filter: [{ term: { bucket_owner: id } }, { term: { requester: id } }] },
    })),
  ];
  return [
    ...(networks.length === 0 ? [] : [filterQuery(inNetworks)]),
    ...(agents.length === 0
      ? []
      : [{ terms: { agent_name: agents } }, { terms: { user_agent: agents } }]),
    ...signed.map((query) => ({ bool: { filter: [query], must_not: [PRESIGNED] } })),
  ];
}

/** A link that the owner has signed for others: whoever follows it is somebody else. */
export const PRESIGNED: Query = { term: { authentication_type: 'QueryString' } };
