/** The address of an OpenSearch Dashboards as a user gives it, and the links below it. */
import { messageOf, TamarinError } from '../core/error.ts';

export interface DashboardsAddress {
  /** Without user, and without a slash at its end; a base path or a workspace is part of it. */
  readonly base: string;
  /** Of the URL; null: it has none. */
  readonly user: User | null;
}

export interface User {
  readonly name: string;
  readonly password: string;
}

/** A URL copied from a browser leads to a page: what is behind `/app` is not part of the address. @throws TamarinError `config_invalid` */
export function readAddress(text: string): DashboardsAddress {
  const { protocol, host, pathname, username, password } = new URL(text); // the setting was checked
  const [path = ''] = pathname.split(/\/app(?:\/|$)/);
  const base = `${protocol}//${host}${withoutSlashes(path)}`;
  if (username === '') return { base, user: null };
  try {
    const [name, secret] = [username, password].map(decodeURIComponent);
    return { base, user: { name: name ?? '', password: secret ?? '' } };
  } catch (cause) {
    throw new TamarinError(
      'config_invalid',
      `Cannot read the user of the Dashboards URL: ${messageOf(cause)}.`,
      { cause, hint: 'Special characters in its password must be written as %XX.' },
    );
  }
}

/** At its end. */
function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

interface Linked {
  readonly base: string;
  readonly tenant: string | null;
  readonly id: string;
}

/** Opens a dashboard, in its tenant: a browser may just have another one open. */
export function dashboardLink({ base, tenant, id }: Linked): string {
  const query = tenant === null ? '' : `?security_tenant=${encodeURIComponent(tenant)}`;
  return `${base}/app/dashboards${query}#/view/${id}`;
}
