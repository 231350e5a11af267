/**
 * Takes out what a caller proves itself with, wherever a server or a library quotes a header of ours: also
 * the session token and the signature of a request to AWS, or to a store that speaks its language.
 */
export const redactCredentials = (text: string): string =>
  text
    .replace(/\b(Basic|Bearer) +[\w+/=.~-]+/gi, '$1 REDACTED')
    .replace(/\b(x-amz-security-token["']?[:=] ?["']?)[\w+/=%.~-]+/gi, '$1REDACTED')
    .replace(/\b(Signature=)[\da-f]+/gi, '$1REDACTED');
