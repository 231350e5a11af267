/** What an answer of OpenSearch Dashboards means that is not the one hoped for, or none at all. */
import { messageOf, TamarinError } from '../core/error.ts';
import { connectionFailure } from '../opensearch/connection-failure.ts';
import type { Answer } from './send-request.ts';

export interface AskedDashboards {
  /** Its address, without user. */
  readonly name: string;
  /** The name that requests are made under; null: none was given. */
  readonly user: string | null;
}

const CHECK_ADDRESS =
  'Set --dashboards-url (TAMARIN_DASHBOARDS_URL) to the address of Dashboards, with its base path if it has one: http://host:5601/dashboards. Its port is usually 5601; OpenSearch itself has 9200.';
const BY_HAND =
  'Tamarin signs in with a user and a password. Where only single sign-on is allowed, run "tamarin dashboards export" and import the file in the browser.';

/** `what` completes "refused to …" and "could not …": "import the dashboards". */
export function toDashboardsError(
  asked: AskedDashboards,
  what: string,
  { status, headers, text }: Answer,
): TamarinError {
  const at = `OpenSearch Dashboards at ${asked.name}`;
  const reason = reasonOf(status, text);
  if (status >= 300 && status < 400) return redirected(asked, headers.location ?? '');
  if (status === 401)
    return new TamarinError('dashboards_denied', `${at} refused to ${what}: ${unknown(asked)}.`, {
      hint: `Set OPENSEARCH_USERNAME and OPENSEARCH_PASSWORD, or put user:password@ into the Dashboards URL. ${BY_HAND}`,
    });
  if (status === 403)
    return new TamarinError('dashboards_denied', `${at} refused to ${what}: ${reason}.`, {
      hint: 'The user needs write access to saved objects: with the security plugin the role kibana_user, and a tenant that is not read-only (--dashboards-tenant).',
    });
  if (status === 502 || status === 503 || status === 504)
    return new TamarinError('dashboards_unreachable', `${at} is not ready to ${what}: ${reason}.`, {
      hint: 'It may just be starting, or not reach its OpenSearch: try again in a minute.',
    });
  if (status === 413)
    return new TamarinError('dashboards_failed', `${at} could not ${what}: ${reason}.`, {
      hint: 'Raise the largest request body of the proxy in front of it to 1 MB.',
    });
  return new TamarinError('dashboards_failed', `${at} could not ${what}: ${reason}.`, {
    hint: 'Its log may say more.',
  });
}

/** The first question tells whether it is Dashboards at all. */
export function notDashboards({ name }: AskedDashboards, because: string): TamarinError {
  return new TamarinError(
    'dashboards_unreachable',
    `The server at ${name} is not OpenSearch Dashboards: ${because}.`,
    { hint: CHECK_ADDRESS },
  );
}

/** A page instead of data: of another server, or one to log in. */
export function pageInstead({ name }: AskedDashboards, text: string): TamarinError {
  const title = /<title[^<>]{0,100}>([^<]{1,80})/i.exec(text)?.[1]?.trim();
  const page = title === undefined ? 'a web page' : `the web page "${title}"`;
  return new TamarinError(
    'dashboards_unreachable',
    `The server at ${name} answers with ${page} instead of data.`,
    { hint: `${CHECK_ADDRESS} ${BY_HAND}` },
  );
}

export const isPage = (text: string): boolean => /^\s*<(?:!doctype|html)/i.test(text);

/** No answer, or not all of it. */
export function noAnswer({ name }: AskedDashboards, what: string, error: unknown): TamarinError {
  const { reason, hint } = connectionFailure(error, {
    server: 'Dashboards',
    url: 'the Dashboards URL',
    hint: `Check that it is running. ${CHECK_ADDRESS}`,
  });
  return new TamarinError(
    'dashboards_unreachable',
    `No answer from OpenSearch Dashboards at ${name} to ${what}: ${reason}.`,
    { cause: error, hint },
  );
}

function redirected({ name }: AskedDashboards, location: string): TamarinError {
  if (/login|signin|sign-in|auth|saml|openid/i.test(location))
    return new TamarinError('dashboards_denied', `${name} sends to a login page: ${location}.`, {
      hint: BY_HAND,
    });
  return new TamarinError(
    'dashboards_unreachable',
    `${name} redirects to ${location === '' ? 'nowhere' : location}; passwords are not sent on.`,
    { hint: 'Set --dashboards-url (TAMARIN_DASHBOARDS_URL) to the address that it leads to.' },
  );
}

const unknown = ({ user }: AskedDashboards): string =>
  user === null ? 'no user name was given' : `wrong user name or password (user ${user})`;

const REASON_CHARACTERS_MAX = 500;

/** `{"statusCode":…,"error":…,"message":…}`, or a line of text as it is while it starts. */
function reasonOf(status: number, text: string): string {
  const said = messageIn(text) ?? (isPage(text) ? '' : text);
  const words = said.trim().replace(/\.$/, '').slice(0, REASON_CHARACTERS_MAX);
  return words === '' ? `HTTP status ${status}` : words;
}

function messageIn(text: string): string | null {
  try {
    const { message, error } = JSON.parse(text) as Readonly<Record<string, unknown>>; // null throws too
    if (typeof message === 'string') return message;
    return typeof error === 'string' ? error : '';
  } catch {
    return null;
  }
}

/** Where a host name has several addresses, Node's error of them all has no words of its own. */
export function firstCause(error: unknown): Error {
  if (error instanceof AggregateError) return firstCause(error.errors[0]);
  return error instanceof Error ? error : new Error(messageOf(error));
}
