/** The sources of the service by their aliases; never where they are, nor how they are reached. */
import { PROBLEM_RESPONSE } from '../schemas/problem.ts';
import { linksOf, Sources } from '../schemas/syncs.ts';
import type { App, Service } from '../service/service.ts';

export function sourceRoutes(app: App, { syncs }: Service): void {
  app.get(
    '/sources',
    {
      schema: {
        summary: 'The sources: their schedule, last sync, and how old their newest record is',
        tags: ['syncs'],
        response: { 200: Sources, ...PROBLEM_RESPONSE },
      },
    },
    async () => {
      const sources = await syncs.sources();
      return {
        sources: sources.map(({ lastSync, ...source }) => {
          if (lastSync === null) return { ...source, lastSync };
          const { syncId, state, startedAt, finishedAt } = lastSync;
          return { ...source, lastSync: { syncId, state, startedAt, finishedAt, links: linksOf(syncId) } }; // biome-ignore format: one object
        }),
      };
    },
  );
}
