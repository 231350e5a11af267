/** The roles of docs/permissions.md, and users who have one of them, a part of one, or see less than all. */
import type { Role } from './secured-opensearch.ts';

export const RECORDS = 'tamarin-records-*';
const LEDGER = 'tamarin-ledger';
const SYNCS = 'tamarin-syncs';
const QUARANTINE = 'tamarin-quarantine';

/** The roles of docs/permissions.md: cluster, then by index. */
const PREPARE = ['indices:admin/create', 'indices:admin/mappings/get', 'indices:admin/mapping/put'];
const WRITE = ['indices:data/write/bulk*', 'indices:data/write/index', 'indices:data/write/delete'];
const READ = ['indices:admin/refresh*', 'indices:data/read/mget*', 'indices:data/read/search'];

type Rights = Readonly<Record<string, readonly string[]>>;

const SHIPPER: Rights = {
  cluster: [
    'cluster:monitor/main',
    'indices:admin/index_template/get',
    'indices:data/read/mget',
    'indices:data/write/bulk',
  ],
  [RECORDS]: [...PREPARE, ...WRITE, ...READ],
  [LEDGER]: [...PREPARE, ...WRITE, ...READ],
  [SYNCS]: [...PREPARE, ...WRITE, ...READ, 'indices:data/write/update'],
  [QUARANTINE]: [...PREPARE, ...WRITE, 'indices:admin/refresh*', 'indices:data/write/update'],
};
const SETUP: Rights = {
  cluster: [
    'cluster:monitor/main',
    'indices:admin/index_template/get',
    'indices:admin/index_template/put',
  ],
  [RECORDS]: ['indices:admin/mappings/get'],
};
const READER: Rights = {
  cluster: ['cluster:monitor/main', 'indices:data/read/msearch'],
  [RECORDS]: [
    'indices:admin/mappings/get',
    'indices:admin/refresh*',
    'indices:admin/resolve/index',
    'indices:data/read/point_in_time/create',
    'indices:data/read/point_in_time/delete',
    'indices:data/read/search',
    'indices:monitor/settings/get',
    'indices:monitor/stats',
  ],
  [LEDGER]: ['indices:data/read/search'],
  [SYNCS]: ['indices:data/read/search'],
  [QUARANTINE]: ['indices:data/read/search'],
};
const DOCTOR: Rights = {
  cluster: [
    'cluster:monitor/health',
    'cluster:monitor/main',
    'cluster:monitor/state',
    'indices:admin/index_template/get',
  ],
  [RECORDS]: [
    'indices:admin/mappings/get',
    'indices:admin/refresh*',
    'indices:data/read/search',
    'indices:monitor/settings/get',
    'indices:monitor/stats',
  ],
  [LEDGER]: ['indices:data/read/search'],
  [SYNCS]: ['indices:data/read/search'],
};

const roleOf = ({ cluster = [], ...indices }: Rights): Role => ({
  cluster,
  indices: Object.entries(indices).map(([name, actions]) => ({ patterns: [name], actions })),
});

const without = (rights: Rights, place: string, right: string): Rights => {
  const kept = (rights[place] ?? []).filter((name) => name !== right);
  if (kept.length === rights[place]?.length) throw new Error(`${place} has no ${right}`);
  return { ...rights, [place]: kept };
};

export const SEARCH = 'indices:data/read/search';
/** Each is taken from a shipper of its own. */
// biome-ignore format: a table, one row a right
export const REMOVALS = [
  { place: 'cluster', right: 'indices:admin/index_template/get' },
  { place: 'cluster', right: 'indices:data/read/mget' },
  { place: 'cluster', right: 'indices:data/write/bulk' },
  { place: RECORDS, right: 'indices:admin/mappings/get' },
  { place: RECORDS, right: 'indices:data/write/bulk*' },
  { place: RECORDS, right: 'indices:data/write/index' },
  { place: RECORDS, right: 'indices:data/read/mget*' },
  { place: RECORDS, right: 'indices:admin/refresh*' },
  { place: RECORDS, right: SEARCH },
  { place: LEDGER, right: 'indices:data/read/mget*' },
  { place: LEDGER, right: 'indices:data/write/index' },
  { place: QUARANTINE, right: 'indices:admin/mappings/get' },
  { place: SYNCS, right: 'indices:data/write/index' },
].map((removal, at) => ({ ...removal, user: `shipper-${at}` }));
const lackOf = ({ place, right }: { readonly place: string; readonly right: string }): Rights =>
  without(SHIPPER, place, right);

const limitedReader = (more: object): Role => {
  const reader = roleOf(READER);
  const limit = (one: Role['indices'][number]) =>
    one.patterns.includes(RECORDS) ? { ...one, ...more } : one;
  return { ...reader, indices: reader.indices.map(limit) };
};
/** `says`: to whom asks about so many records. */
export const HIDDEN = [
  {
    hidden: 'documents',
    user: 'reader-documents',
    role: limitedReader({ dls: '{"term": {"http_status": 206}}' }),
    says: (records: number) =>
      new RegExp(
        `the user reader-documents sees only [\\d,]+ of ${records.toLocaleString('en-US')} records`,
      ),
  },
  {
    hidden: 'fields',
    user: 'reader-fields',
    role: limitedReader({ fls: ['~remote_ip', '~network'] }),
    says: () => /the user reader-fields may not see remote_ip, network/,
  },
];
export const OPEN = 'indices:data/read/point_in_time/create';
export const CLOSE = 'indices:data/read/point_in_time/delete';
const LIMITED_READERS = [
  ...HIDDEN,
  { user: 'reader-statless', role: roleOf(without(READER, RECORDS, 'indices:monitor/stats')) },
  { user: 'reader-leaking', role: roleOf(without(READER, RECORDS, CLOSE)) },
];
const { [RECORDS]: READ_ALL = [], ...READ_OTHERS } = READER;
/** February may be searched, but not at one point in time. */
const FEW_MONTHS: Rights = {
  ...READ_OTHERS,
  'tamarin-records-2026-01': READ_ALL,
  'tamarin-records-2026-02': READ_ALL.filter((name) => name !== OPEN),
};

/** By name, each with a role of its own. */
export const USERS: Readonly<Record<string, Role>> = {
  admin: { cluster: ['*'], indices: [{ patterns: ['*'], actions: ['*'] }] },
  setup: roleOf(SETUP),
  shipper: roleOf(SHIPPER),
  reader: roleOf(READER),
  doctor: roleOf(DOCTOR),
  'doctor-limited': roleOf({ ...DOCTOR, cluster: ['cluster:monitor/main'], [RECORDS]: [] }),
  'reader-months': roleOf(FEW_MONTHS),
  ...Object.fromEntries(REMOVALS.map(({ user, ...gone }) => [user, roleOf(lackOf(gone))])),
  ...Object.fromEntries(LIMITED_READERS.map(({ user, role }) => [user, role])),
};
