/**
 * What records can be grouped and filtered by: each dimension once. Command line, answers and docs
 * read it; a new dimension is one row here.
 */
import { AGENT_CLASSES } from '../../core/agent-class.ts';
import { DEVICES, OPERATING_SYSTEMS } from '../../core/agent-system.ts';
import type { EnrichedPart } from '../../core/enriched.ts';
import { TamarinError } from '../../core/error.ts';
import type { FIELD_TABLE } from '../../core/field-table.ts';
import { ORIGINS } from '../../core/origin.ts';
import { parameterStart } from '../../core/url-parameter.ts';
import { unknownName } from './unknown-name.ts';

type FieldName = (typeof FIELD_TABLE)[number]['name'];

export interface Dimension {
  /** As on the command line. */
  readonly name: string;
  readonly field: FieldName;
  /** Column heading, singular. */
  readonly heading: string;
  /** Completes "top 10 …". */
  readonly plural: string;
  /** How a value is filtered: as it stands, as address or network, as status or class, as number, as name=value. */
  readonly kind: 'word' | 'ip' | 'status' | 'number' | 'parameter';
  /** There are records without one. */
  readonly mayLack: boolean;
  /** Equal names in two buckets are two things. */
  readonly isWithinBucket?: true;
  /** Indexed, but without the columns that grouping needs. */
  readonly isFilterOnly?: true;
  /**
   * Of a field with several values in a record, those that begin so are the dimension's, one at most
   * in a record; it is not a part of their names.
   */
  readonly part?: string;
  /** The values there are, where they are few; a filter takes them in any case. */
  readonly values?: readonly string[];
  /** They are logged in upper and lower case alike. */
  readonly isAnyCase?: true;
  /** The setting without which no record has one. */
  readonly setting?: string;
  /** Its values are derived, and depend on these parts of what enriched a record. */
  readonly derivedBy?: readonly EnrichedPart[];
}

/** What else than a value of its own a filter of this kind takes; completes "only this status". */
const ALSO_FILTERED: Readonly<Record<Dimension['kind'], string>> = {
  word: '',
  ip: ' or network (192.0.2.0/24)',
  status: ' or class (4xx)',
  number: '',
  parameter: ': name=value',
};

/** What a filter by the dimension does, as in help texts. */
export const filterMeaning = ({ heading, kind, values = [] }: Dimension): string =>
  `only this ${heading}${ALSO_FILTERED[kind]}${values.length === 0 ? '' : `: ${values.join(', ')}`}`;

/** Those that S3 answers. */
const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS'];

const word = { kind: 'word', mayLack: true } as const;
const always = { kind: 'word', mayLack: false } as const;
const byRules = { derivedBy: ['fields'] } as const;
const byAgentLists = { derivedBy: ['fields', 'agents'] } as const;
const byParameters = { derivedBy: ['fields', 'parameters'] } as const;
const byAddressFiles = { derivedBy: ['fields', 'files'] } as const;

// biome-ignore format: a table, one row a dimension
export const DIMENSION_TABLE = [
  { name: 'ip', field: 'remote_ip', heading: 'IP address', plural: 'IP addresses', kind: 'ip', mayLack: true },
  { name: 'network', field: 'network', heading: 'network', plural: 'networks', ...word, ...byRules },
  { name: 'requester', field: 'requester', heading: 'requester', plural: 'requesters', ...word },
  { name: 'account', field: 'account', heading: 'account', plural: 'accounts', ...word, ...byRules },
  { name: 'role', field: 'role', heading: 'role', plural: 'roles', ...word, ...byRules },
  { name: 'key', field: 'key', heading: 'key', plural: 'keys', ...word, isWithinBucket: true },
  { name: 'folder', field: 'folder', heading: 'folder', plural: 'folders', ...word, isWithinBucket: true, ...byRules },
  { name: 'folder2', field: 'folder2', heading: 'folder of two levels', plural: 'folders of two levels', ...word, isWithinBucket: true, ...byRules },
  { name: 'folder3', field: 'folder3', heading: 'folder of three levels', plural: 'folders of three levels', ...word, isWithinBucket: true, ...byRules },
  { name: 'folder4', field: 'folder4', heading: 'folder of four levels', plural: 'folders of four levels', ...word, isWithinBucket: true, ...byRules },
  { name: 'extension', field: 'extension', heading: 'extension', plural: 'extensions', ...word, ...byRules },
  { name: 'bucket', field: 'bucket', heading: 'bucket', plural: 'buckets', ...always },
  { name: 'referrer', field: 'referrer', heading: 'referrer', plural: 'referrers', ...word },
  { name: 'referrer-domain', field: 'referrer_domain', heading: 'referrer domain', plural: 'referrer domains', ...word, ...byRules },
  { name: 'user-agent', field: 'user_agent', heading: 'user agent', plural: 'user agents', ...word },
  { name: 'agent', field: 'agent_name', heading: 'agent', plural: 'agents', ...word, ...byAgentLists },
  { name: 'agent-class', field: 'agent_class', heading: 'agent class', plural: 'agent classes', ...word, values: AGENT_CLASSES, ...byAgentLists },
  { name: 'os', field: 'os', heading: 'operating system', plural: 'operating systems', ...word, values: OPERATING_SYSTEMS, ...byAgentLists },
  { name: 'device', field: 'device', heading: 'device', plural: 'devices', ...word, values: DEVICES, ...byAgentLists },
  { name: 'operation', field: 'operation', heading: 'operation', plural: 'operations', ...always },
  { name: 'method', field: 'http_method', heading: 'HTTP method', plural: 'HTTP methods', ...word, values: METHODS },
  { name: 'http-version', field: 'http_version', heading: 'HTTP version', plural: 'HTTP versions', ...word, values: ['HTTP/1.0', 'HTTP/1.1', 'HTTP/2.0'] },
  { name: 'status', field: 'http_status', heading: 'status', plural: 'statuses', kind: 'status', mayLack: true },
  { name: 'error', field: 'error_code', heading: 'error code', plural: 'error codes', ...word },
  { name: 'url-query', field: 'url_query', heading: 'URL query', plural: 'URL queries', ...word, ...byRules },
  { name: 'param', field: 'url_parameters', heading: 'URL parameter', plural: 'URL parameters', kind: 'parameter', mayLack: true, ...byParameters },
  { name: 'country', field: 'country', heading: 'country', plural: 'countries', ...word, ...byAddressFiles, setting: 'TAMARIN_COUNTRY_FILE' },
  { name: 'asn', field: 'asn', heading: 'AS number', plural: 'AS numbers', kind: 'number', mayLack: true, ...byAddressFiles, setting: 'TAMARIN_ASN_FILE' },
  { name: 'as', field: 'as_org', heading: 'network operator', plural: 'network operators', ...word, ...byAddressFiles, setting: 'TAMARIN_ASN_FILE' },
  { name: 'host', field: 'host_header', heading: 'host', plural: 'hosts', ...word },
  { name: 'tls-version', field: 'tls_version', heading: 'TLS version', plural: 'TLS versions', ...word, values: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'], isAnyCase: true },
  { name: 'cipher-suite', field: 'cipher_suite', heading: 'cipher suite', plural: 'cipher suites', ...word },
  { name: 'authentication', field: 'authentication_type', heading: 'authentication type', plural: 'authentication types', ...word, values: ['AuthHeader', 'QueryString'] },
  { name: 'signature-version', field: 'signature_version', heading: 'signature version', plural: 'signature versions', ...word, values: ['SigV2', 'SigV4', 'SigV4A'] },
  { name: 'access-point', field: 'access_point_arn', heading: 'access point', plural: 'access points', ...word },
  { name: 'acl-required', field: 'acl_required', heading: 'ACL required', plural: 'values of ACL required', ...word, values: ['Yes'] },
  { name: 'source-region', field: 'source_region', heading: 'source region', plural: 'source regions', ...word },
  { name: 'origin', field: 'origin', heading: 'origin', plural: 'origins', ...word, values: ORIGINS, ...byAddressFiles },
  { name: 'version-id', field: 'version_id', heading: 'version id', plural: 'version ids', ...word },
  { name: 'bucket-owner', field: 'bucket_owner', heading: 'bucket owner', plural: 'bucket owners', ...always },
  { name: 'ip-logged', field: 'remote_ip_logged', heading: 'masked IP address', plural: 'masked IP addresses', ...word },
  { name: 'log-key', field: 'log_key', heading: 'log object', plural: 'log objects', ...always },
  { name: 'request-id', field: 'request_id', heading: 'request id', plural: 'request ids', ...word, isFilterOnly: true },
] as const satisfies readonly Dimension[];

const byName: ReadonlyMap<string, Dimension> = new Map(
  DIMENSION_TABLE.map((dimension) => [dimension.name, dimension]),
);

/** What parts the name of a dimension from the name that it is asked with: `param:x-user`. */
const NAME_SIGN = ':';

/** @throws TamarinError `usage` */
export function requireDimension(name: string): Dimension {
  const dimension = byName.get(name) ?? namedDimension(name);
  if (dimension === null) throw unknownName('dimension', name, choicesOf(DIMENSION_TABLE));
  return dimension;
}

/** Those that records can be grouped by; a `parameter` only with a name. */
export const GROUP_DIMENSIONS: readonly Dimension[] = [...byName.values()].filter(
  ({ isFilterOnly }) => isFilterOnly !== true,
);

/** As they are written where one is to be chosen: `param:NAME`. */
export const choicesOf = (dimensions: readonly Dimension[]): readonly { readonly name: string }[] =>
  dimensions.map(({ name, kind }) => ({
    name: kind === 'parameter' ? `${name}${NAME_SIGN}NAME` : name,
  }));

/** null: there is none. @throws TamarinError `usage` for one that needs a name */
export function findGroupDimension(name: string): Dimension | null {
  const dimension = GROUP_DIMENSIONS.find((each) => each.name === name) ?? namedDimension(name);
  if (dimension?.kind !== 'parameter') return dimension;
  throw new TamarinError('usage', `"${name}" needs a name.`, {
    hint: `Name one ${dimension.heading}, such as ${name}${NAME_SIGN}x-user.`,
  });
}

/** null: it has no such name. */
function namedDimension(name: string): Dimension | null {
  const at = name.indexOf(NAME_SIGN);
  const dimension = byName.get(name.slice(0, Math.max(0, at)));
  if (dimension?.kind !== 'parameter') return null;
  return ofParameter(dimension, name.slice(at + 1));
}

/** The values of one parameter. @throws TamarinError `usage` for what no parameter is called */
export function ofParameter(
  { name, heading, plural, ...row }: Dimension,
  parameter: string,
): Dimension {
  if (parameter === '' || parameter.includes('='))
    throw new TamarinError('usage', `"${parameter}" is not the name of a ${heading}.`);
  return {
    ...row,
    name: `${name}${NAME_SIGN}${parameter}`,
    heading: `${heading} ${parameter}`,
    plural: `values of ${heading} ${parameter}`,
    kind: 'word',
    part: parameterStart(parameter),
  };
}
