/** A short page of links, for who opens the address in a browser. */

import { Type } from 'typebox';
import { QUESTION_TABLE } from '../../questions/catalogue.ts';
import { pathsOf } from '../asking/asked-parameters.ts';
import { PROBLEM_RESPONSE } from '../schemas/problem.ts';
import type { App } from '../service/service.ts';

export function homeRoutes(app: App): void {
  const page = homePage();
  app.get(
    '/',
    {
      schema: {
        summary: 'A page of links',
        tags: ['operations'],
        response: {
          200: { description: 'HTML', content: { 'text/html': { schema: Type.String() } } },
          ...PROBLEM_RESPONSE,
        },
      },
    },
    async (_, reply) => reply.type('text/html; charset=utf-8').send(page),
  );
}

/** What stands for an argument in a link that can be followed. */
const EXAMPLES: Readonly<Record<string, string>> = {
  dimension: 'ip',
  client: '192.0.2.0%2F24',
  text: 'bot',
};

function homePage(): string {
  const questions = QUESTION_TABLE.map((question) => {
    const path = (pathsOf(question).at(-1) ?? '').replace(
      /:(\w+)$/,
      (_, name: string) => EXAMPLES[name] ?? name,
    );
    const { argument, about } = question;
    const query =
      argument?.isFreeText === true ? `?${argument.name}=${EXAMPLES[argument.name]}` : '';
    return link(path + query, about);
  });
  const others = [
    link('/sources', 'where the logs come from, and how new they are'),
    link('/sync', 'syncs, newest first'),
    link('/docs', 'every route and its parameters'),
    link('/docs/json', 'the same as OpenAPI 3.1'),
    link('/metrics', 'metrics for Prometheus'),
    link('/readyz', 'whether all is as it should be'),
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Tamarin</title>
<h1>Tamarin</h1>
<p>Answers about Amazon S3 server access logs.</p>
<ul>
${[...questions, ...others].join('\n')}
</ul>
</html>
`;
}

const link = (path: string, about: string): string =>
  `<li><a href="${escapeHtml(path)}">${escapeHtml(path)}</a>: ${escapeHtml(about)}</li>`;

const HTML_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => HTML_ESCAPES[character] ?? '');
