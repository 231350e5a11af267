/** A GET whose headers are sent as they are given: `fetch` sets Host itself. */
import { request } from 'node:http';

export interface PlainAnswer {
  readonly status: number;
  readonly body: string;
}

export const plainGet = (
  url: string,
  headers: Readonly<Record<string, string | readonly string[]>>,
): Promise<PlainAnswer> =>
  new Promise((resolve, reject) => {
    const pairs = Object.entries(headers).flatMap(([name, values]) =>
      [values].flat().flatMap((value) => [name, value]),
    );
    const sent = request(url, { headers: pairs, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', reject).end();
  });
