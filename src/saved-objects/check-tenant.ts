/**
 * Dashboards takes the name of a tenant that there is not for another tenant, without a word: what is
 * imported would not be found again.
 */
import { TamarinError } from '../core/error.ts';
import type { Dashboards } from './dashboards.ts';

/** What the security plugin calls these two in a request, beside their own names. */
const ALWAYS = ['global', 'Global', 'private', 'Private', '__user__'];

const UNNAMED =
  'This Dashboards has tenants, and chooses one by itself, often one that nobody else sees. --dashboards-tenant global is the one that all share.';

/**
 * Returns what a user should know where no tenant was named; null: nothing. A server without the
 * security plugin has no tenants, and ignores their names. @throws TamarinError `dashboards_denied`
 */
export async function checkTenant(dashboards: Dashboards): Promise<string | null> {
  const { tenant, name, user } = dashboards;
  if (tenant !== null && ALWAYS.includes(tenant)) return null;
  const tenants = await readTenants(dashboards);
  if (tenants === null) return null;
  if (tenant === null) return UNNAMED;
  if (tenants[tenant] === true) return null;
  const mayRead = tenant in tenants;
  throw new TamarinError(
    'dashboards_denied',
    mayRead
      ? `User ${user} may only read in the tenant "${tenant}" of OpenSearch Dashboards at ${name}.`
      : `User ${user} has no tenant "${tenant}" in OpenSearch Dashboards at ${name}.`,
    { hint: `--dashboards-tenant: global, private, or one of ${writable(tenants).join(', ')}.` },
  );
}

/** By name, whether it may be written to. null: there are none. */
type Tenants = Readonly<Record<string, boolean>>;

async function readTenants(dashboards: Dashboards): Promise<Tenants | null> {
  const answer = await dashboards.ask({
    what: 'list the tenants',
    method: 'GET',
    path: '/api/v1/auth/authinfo',
    mayLack: true,
  });
  return (answer as { readonly tenants?: Tenants } | null)?.tenants ?? null; // as the plugin answers
}

const writable = (tenants: Tenants): readonly string[] =>
  Object.keys(tenants).filter((name) => tenants[name] === true);
