/** A short page, for who opens the address in a browser: the state of the sources, and links. */

import { Type } from 'typebox';
import type { SourceStatus } from '../../app/service/syncing.ts';
import { QUESTION_TABLE } from '../../questions/catalogue.ts';
import { pathsOf } from '../asking/asked-parameters.ts';
import { PROBLEM_RESPONSE } from '../schemas/problem.ts';
import type { App, Service } from '../service/service.ts';

export function homeRoutes(app: App, { syncs }: Service): void {
  app.get(
    '/',
    {
      schema: {
        summary: 'A page: the state of the sources, and links',
        tags: ['operations'],
        response: {
          200: { description: 'HTML', content: { 'text/html': { schema: Type.String() } } },
          ...PROBLEM_RESPONSE,
        },
      },
    },
    async (_, reply) => {
      const sources = await syncs.sources().catch(() => null); // the links lead on all the same
      return reply.type('text/html; charset=utf-8').send(homePage(sources));
    },
  );
}

/** What stands for an argument in a link that can be followed. */
const EXAMPLES: Readonly<Record<string, string>> = {
  dimension: 'ip',
  client: '192.0.2.0%2F24',
  text: 'bot',
};

/** `sources` null: OpenSearch does not say. */
function homePage(sources: readonly SourceStatus[] | null): string {
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
${sourcesPart(sources)}
<ul>
${[...questions, ...others].join('\n')}
</ul>
</html>
`;
}

function sourcesPart(sources: readonly SourceStatus[] | null): string {
  if (sources === null) return '<p>The state of the sources is not known: OpenSearch does not answer.</p>'; // biome-ignore format: one sentence
  if (sources.length === 0) return '<p>No sources are configured (<code>sources</code> in tamarin.yaml).</p>'; // biome-ignore format: one sentence
  const rows = sources.map(({ alias, lastSync, newestRecord, nextRun }) => {
    const last = lastSync === null ? 'none yet' : `${lastSync.state}, begun ${lastSync.startedAt}`;
    const cells = [alias, last, newestRecord ?? 'none', nextRun ?? 'not scheduled'];
    return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  });
  const head = ['source', 'last sync', 'newest record', 'next run'];
  return `<table>
<tr>${head.map((name) => `<th>${name}</th>`).join('')}</tr>
${rows.join('\n')}
</table>`;
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
