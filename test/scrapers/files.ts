/** What lies in the bucket of a world: a radio's site with its programmes, or a store of data. */
import type { Random } from '../../samples/maker/prng.ts';

export interface StoredFile {
  readonly key: string;
  readonly size: number;
}

export interface Page extends StoredFile {
  /** Pictures that its HTML embeds. */
  readonly pictures: readonly StoredFile[];
}

export interface Files {
  readonly pages: readonly Page[];
  readonly pictures: readonly StoredFile[];
  /** Each in order of publication. */
  readonly series: readonly (readonly StoredFile[])[];
  readonly episodes: readonly StoredFile[];
  readonly feeds: readonly StoredFile[];
  readonly videos: readonly StoredFile[];
  readonly data: readonly StoredFile[];
  readonly style: StoredFile;
  readonly status: StoredFile;
  /** All that is worth taking. */
  readonly worth: readonly StoredFile[];
}

export interface FileCounts {
  readonly pages: number;
  readonly picturesAPage: number;
  readonly series: number;
  readonly episodesEach: number;
  readonly videos: number;
  readonly data: number;
}

const SUBJECTS = ['river', 'harbour', 'market', 'chapel', 'mill', 'orchard', 'tunnel', 'bridge'];
const MOODS = ['old', 'quiet', 'long', 'lost', 'second', 'north', 'winter', 'open'];

const MB = 1_000_000;
/** A number with as many digits as the largest of them, as publishers write it. */
const numbered = (index: number, count: number): string =>
  String(index + 1).padStart(String(count).length, '0');

export function makeFiles(random: Random, counts: FileCounts): Files {
  const list = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const slug = (index: number) =>
    `${random.pick(MOODS)}-${random.pick(SUBJECTS)}-${random.base36(4).toLowerCase()}${index}`;
  const pages = list(counts.pages, (index): Page => {
    const name = slug(index);
    return {
      key: `stories/${name}.html`,
      size: random.int(9_000, 70_000),
      pictures: list(random.int(1, 2 * counts.picturesAPage - 1), (picture) => ({
        key: `images/${name}-${picture + 1}.jpg`,
        size: random.int(30_000, 900_000),
      })),
    };
  });
  const series = list(counts.series, (index) =>
    list(counts.episodesEach, (episode) => ({
      key: `shows/${MOODS[index % MOODS.length]}-hours/${numbered(episode, counts.episodesEach)}.mp3`,
      size: random.int(12 * MB, 70 * MB),
    })),
  );
  const pictures = pages.flatMap((page) => page.pictures);
  const episodes = series.flat();
  const videos = list(counts.videos, (index) => ({
    key: `video/${slug(index)}.mp4`,
    size: random.int(80 * MB, 1_800 * MB),
  }));
  const data = list(counts.data, (index) => ({
    key: `tables/${random.pick(SUBJECTS)}/part-${numbered(index, counts.data)}.parquet`,
    size: random.int(2 * MB, 400 * MB),
  }));
  return {
    pages,
    pictures,
    series,
    episodes,
    feeds: series.map((_, index) => ({
      key: `feeds/${MOODS[index % MOODS.length]}-hours.xml`,
      size: 40_000 + 900 * counts.episodesEach,
    })),
    videos,
    data,
    style: { key: 'site/style.css', size: 23_418 },
    status: { key: 'site/status.json', size: 214 },
    worth: [...pictures, ...episodes, ...videos, ...data],
  };
}

/** Draws files by a law of Zipf: the second is asked for about half as often as the first. */
export function makePopularity<T>(random: Random, files: readonly T[], exponent = 0.9): () => T {
  const ranked = random.shuffle(files);
  let total = 0;
  const upTo = ranked.map((_, rank) => {
    total += 1 / (rank + 1) ** exponent;
    return total;
  });
  return () => {
    const drawn = random.next() * total;
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) < drawn) low = middle + 1;
      else high = middle;
    }
    const file = ranked[low];
    if (file === undefined) throw new Error('There are no files of this kind');
    return file;
  };
}
