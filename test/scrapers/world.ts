/**
 * A scraper world: lines of a log with a known truth about who wrote them. The generator and the
 * judge of this folder are the detector's exam, so they share no code and no constant with it.
 */

/** What a bucket owner would call an actor; `declared-bot` says itself what it is. */
export type ActorKind =
  | 'scraper'
  | 'distributed-scraper'
  | 'prober'
  | 'hotlink'
  | 'bandwidth-hog'
  | 'declared-bot';

export interface Actor {
  readonly id: string;
  readonly kind: ActorKind;
  /** What it does, for whoever reads a report of the exam. */
  readonly words: string;
  /** Whether the exam asks for it. A declared bot at an honest rate may be shown, but need not be. */
  readonly isSought: boolean;
  /** In order of first appearance. */
  readonly addresses: readonly string[];
  /** Places of its lines in the world's, ascending. */
  readonly lines: readonly number[];
}

/** What the owner would write into the configuration; each may be empty. */
export interface FriendsConfig {
  /** Own offices and servers, in CIDR form. */
  readonly ownNetworks: readonly string[];
  /** Own sites, as they appear in referrers. */
  readonly ownDomains: readonly string[];
  /** AWS accounts, of twelve digits. */
  readonly ownAccounts: readonly string[];
  /** Addresses of services that watch the bucket, in CIDR form. */
  readonly monitoring: readonly string[];
}

export const NO_FRIENDS: FriendsConfig = {
  ownNetworks: [],
  ownDomains: [],
  ownAccounts: [],
  monitoring: [],
};

export interface ScraperWorld {
  readonly name: string;
  readonly seed: number;
  /** In order of time, without line endings. */
  readonly lines: readonly string[];
  readonly actors: readonly Actor[];
  readonly friends: FriendsConfig;
}
