/** What a world is made of, as the tables of worlds say it, and the honest life that all share. */
import type { FileCounts } from './files.ts';
import { addCrowd, type CrowdOptions } from './people.ts';
import { addBots, addFeedReaders, addInternals, addPublishing } from './services.ts';
import type { Stage } from './stage.ts';
import type { FriendsConfig } from './world.ts';

export interface WorldDefinition {
  readonly name: string;
  /** Of the core, which every run of the tests asks about. */
  readonly isCore?: boolean;
  readonly hours: number;
  readonly files: FileCounts;
  /** Fills the stage; gives what the owner would configure, where the owner would. */
  readonly fill: (stage: Stage) => Partial<FriendsConfig> | undefined;
}

export const RADIO: FileCounts = {
  pages: 90,
  picturesAPage: 3,
  series: 5,
  episodesEach: 60,
  videos: 12,
  data: 0,
};
export const GALLERY: FileCounts = {
  pages: 220,
  picturesAPage: 5,
  series: 0,
  episodesEach: 0,
  videos: 4,
  data: 0,
};
export const DATA_STORE: FileCounts = {
  pages: 30,
  picturesAPage: 2,
  series: 0,
  episodesEach: 0,
  videos: 0,
  data: 700,
};

/** A crowd, and the machines that every bucket knows. */
export function addHonestLife(stage: Stage, crowd: CrowdOptions, botsDaily = 40): void {
  addCrowd(stage, crowd);
  addPublishing(stage);
  addInternals(stage);
  addBots(stage, { daily: botsDaily });
  addFeedReaders(stage, 2);
}
