/**
 * A search port that asks for the indices once and keeps its points in time: thousands of questions
 * about a world that no longer changes need no new one each.
 */
import type { SearchPort } from '../../src/questions/count/search-port.ts';

export interface RememberingPort extends SearchPort {
  closeAll(): Promise<void>;
  /** Searches since the last call. */
  takeSearches(): number;
}

export function rememberingPort(port: SearchPort): RememberingPort {
  const pointsInTime = new Map<string, Promise<string>>();
  let indices: ReturnType<SearchPort['recordIndices']> | undefined;
  let facts: ReturnType<SearchPort['readFacts']> | undefined;
  let searches = 0;
  return {
    pattern: port.pattern,
    readFacts: (range) => {
      facts ??= port.readFacts(range);
      return facts;
    },
    refresh: () => port.refresh(),
    enrichment: port.enrichment,
    friends: port.friends,
    prices: port.prices,
    recordIndices: () => {
      indices ??= port.recordIndices();
      return indices;
    },
    openPointInTime: (names) => {
      const known = pointsInTime.get(names.join()) ?? port.openPointInTime(names);
      pointsInTime.set(names.join(), known);
      return known;
    },
    closePointInTime: async () => undefined,
    limits: () => port.limits(),
    search: (pointInTime, body) => {
      searches += 1;
      return port.search(pointInTime, body);
    },
    closeAll: async () => {
      for (const id of pointsInTime.values()) await port.closePointInTime(await id); // a handful
    },
    takeSearches: () => {
      const taken = searches;
      searches = 0;
      return taken;
    },
  };
}
