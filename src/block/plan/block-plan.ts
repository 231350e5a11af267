/** A plan to block: what a person reads, keeps in git, and has rendered for whatever blocks. */
import type { Cost } from '../../core/cost.ts';

/** What there is of some records. */
export interface Taken {
  readonly requests: number;
  readonly bytes: number;
  /** null: nobody knows the prices. Of all: what the months of the period cost. */
  readonly cost: Cost | null;
}

/** What the addresses of an entry took in the period: a block would have saved it. */
export interface Saved extends Taken {
  /** Of all bytes and of all requests, 0 to 1. */
  readonly bytesShare: number;
  readonly requestsShare: number;
}

/** Whom a block of these addresses would have hit, each a count of the period. */
export interface Hit {
  /** Addresses with requests. */
  readonly clients: number;
  /** Those of them that took no more than the average client, in requests and in bytes. */
  readonly lightClients: number;
  readonly lightRequests: number;
  readonly lightBytes: number;
  readonly lightDownloads: number;
  /** Different user agents. */
  readonly agents: number;
  /** Of these addresses, but not of the subject: another agent, another account. */
  readonly otherRequests: number;
  /** Of friends by what they are called, or by their signature. */
  readonly friendRequests: number;
}

export interface Entry {
  /** Who it is about: `ip 192.0.2.7`, `agent PetalBot`. */
  readonly subject: string;
  /** The fewest networks, none of them in another entry. */
  readonly cidrs: readonly string[];
  /** In words. */
  readonly reason: string;
  /** The rule that found it: `--min-score 50`. */
  readonly rule: string;
  readonly saves: Saved;
  readonly hits: Hit;
  /** Moments in UTC; it ends by itself. */
  readonly created: string;
  readonly expires: string;
}

/** What was wanted and is not in the plan. */
export interface LeftOut {
  /** A network, or whom the rule found. */
  readonly what: string;
  readonly because: string;
}

export interface BlockPlan {
  readonly created: string;
  /** The period that was looked at; null: no bound. */
  readonly from: string | null;
  readonly to: string | null;
  /** As it was asked for, in the words of the command line. */
  readonly asked: string;
  /** Buckets with requests in the period. */
  readonly buckets: readonly string[];
  /** The owner's AWS accounts. */
  readonly ownAccounts: readonly string[];
  /** What everybody took. */
  readonly all: Taken;
  /** By all entries together. */
  readonly saves: Saved;
  /** In the order of their addresses. */
  readonly entries: readonly Entry[];
  readonly leftOut: readonly LeftOut[];
}
