/**
 * The files of the invented bucket: numbered episodes, specials with awkward names, videos, images,
 * feeds. Every name that a decoder can get wrong is here: spaces, accents, Thai, plus, per cent.
 */
import { randomFor } from './prng.ts';

export interface MediaFile {
  readonly key: string;
  readonly sizeBytes: number;
}

const random = randomFor('catalogue');
const MB = 1_000_000;

/** Numbered without a gap, because the sequential scraper counts on it. */
export const EPISODES: readonly MediaFile[] = Array.from({ length: 500 }, (_, index) => ({
  key: `episodes/episode-${String(index + 1).padStart(4, '0')}.mp3`,
  sizeBytes: random.int(18 * MB, 74 * MB),
}));

export const SPECIALS: readonly MediaFile[] = [
  'Night Ferry to Gdańsk.mp3',
  'Café au bord de l’eau.mp3',
  'Ümlaute & andere Flüsse (2025).mp3',
  'ตลาดน้ำยามเช้า ตอนที่ 1.mp3',
  'Bread + Butter 50% off.mp3',
  'The "Low Tide" Tapes.flac',
  'Señales del río.m4a',
  'Ποτάμι και θάλασσα.mp3',
  '川の音 #3.flac',
  'Harbour Lights, part 2.mp3',
].map((name) => ({ key: `specials/${name}`, sizeBytes: random.int(30 * MB, 160 * MB) }));

export const VIDEOS: readonly MediaFile[] = [
  ...Array.from(
    { length: 44 },
    (_, index) => `lock-keepers-s${1 + (index >> 3)}e${1 + (index & 7)}`,
  ),
  'Sommer am Fluß',
  'Canal Boats in 4K',
  'La crue de 1910',
  'Making of – director’s cut',
].map((name) => ({ key: `video/${name}.mp4`, sizeBytes: random.int(1_050 * MB, 2_900 * MB) }));

export const IMAGES: readonly MediaFile[] = [
  ...Array.from(
    { length: 56 },
    (_, index) => `covers/cover-${String(index + 1).padStart(3, '0')}.jpg`,
  ),
  'site/banner.webp',
  'site/logo.svg',
  'site/host portrait.png',
].map((name) => ({ key: `images/${name}`, sizeBytes: random.int(12_000, 880_000) }));

export const FEEDS: readonly MediaFile[] = ['riverbend.xml', 'specials.xml', 'kids.xml'].map(
  (name) => ({ key: `feeds/${name}`, sizeBytes: random.int(28_000, 96_000) }),
);

/** Sold downloads: reached by presigned URLs only. */
export const MEMBER_FILES: readonly MediaFile[] = Array.from({ length: 16 }, (_, index) => ({
  key: `members/Box Set ${String(index + 1).padStart(2, '0')}/lossless.flac`,
  sizeBytes: random.int(180 * MB, 420 * MB),
}));

export const HOME_PAGE: MediaFile = { key: 'index.html', sizeBytes: 18_412 };
export const EMPTY_FILE: MediaFile = { key: 'feeds/.keep', sizeBytes: 0 };

/**
 * Two names that code points and UTF-16 units sort differently (U+FF5E before U+1F30A, but 0xD83C
 * before 0xFF5E). They are only asked for with HEAD, so that they tie at 0 bytes.
 */
export const TIED_FILES: readonly MediaFile[] = ['～ripples～.mp3', '🌊 waves.mp3'].map((name) => ({
  key: `specials/${name}`,
  sizeBytes: 41_000_000,
}));

/** Recent episodes are heard most: the square pulls the choice towards the last number. */
export function popularEpisode(pick: { next(): number }): MediaFile {
  const draw = pick.next();
  const index = EPISODES.length - 1 - Math.floor(draw * draw * draw * EPISODES.length);
  const episode = EPISODES[index];
  if (episode === undefined) throw new Error(`No episode at ${index}`);
  return episode;
}
