/** A GET over the connections of an agent, so that a test says which of them are kept. */
import { type Agent, request } from 'node:http';

interface KeptAnswer {
  readonly status: number;
  readonly connection: string;
  readonly body: string;
}

export const keptGet = (url: string, agent: Agent): Promise<KeptAnswer> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { agent }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => {
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, connection: headers.connection ?? '', body });
      });
    });
    sent.on('error', reject).end();
  });
