/** Takes out what a caller proves itself with, wherever a server or a library quotes a header of ours. */
export const redactCredentials = (text: string): string =>
  text.replace(/\b(Basic|Bearer) +[\w+/=.~-]+/gi, '$1 REDACTED');
