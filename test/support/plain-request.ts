/** HTTP to OpenSearch without the client library: what a test asks behind Tamarin's back. */

interface PlainAnswer {
  readonly status: number;
  /** Parsed; null where it is empty. */
  readonly body: unknown;
}

/** A body that is a string is sent as it is, any other as JSON. */
export type Request = (method: string, path: string, body?: unknown) => Promise<PlainAnswer>;

export const plainRequest =
  (url: string): Request =>
  async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
