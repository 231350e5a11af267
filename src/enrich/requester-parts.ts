/**
 * Account and role of a requester. An ARN of any partition names its account; a canonical user ID and
 * a service of AWS name none. Those who assumed a role are one row, whatever their sessions are called.
 */

/** `arn:aws:iam::111122223333:user/ada`, `arn:aws-cn:sts::…`; CloudFront's identities have no number. */
const ARN = /^arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:(?:(\d{12})|[^:]*):/;
const ASSUMED_ROLE = 'assumed-role/';

/** Twelve digits; null where the requester does not name them. */
export const accountOf = (requester: string): string | null => ARN.exec(requester)?.[1] ?? null;

/** The requester without the session of an assumed role; all others are as they were logged. */
export function roleOf(requester: string): string {
  const start = ARN.exec(requester)?.[0].length;
  if (start === undefined || !requester.startsWith(ASSUMED_ROLE, start)) return requester;
  const end = requester.indexOf('/', start + ASSUMED_ROLE.length);
  return end === -1 ? requester : requester.slice(0, end);
}
