/**
 * What reading a log object gives: its decompressed bytes and, in an archive, before the bytes of
 * each member its name; before all, where that is sure, that they are right. And why it gives nothing,
 * or not all.
 */

/** The bytes that follow are those of this member. A name of a nested archive: `inner.tar!member`. */
interface MemberStart {
  readonly member: string;
}

/**
 * What follows is all there is, and what was packed was unpacked without a fault. A source that can
 * still find the object changed behind it fails then for good, so that nothing of it is taken back.
 */
interface WholeMark {
  readonly isWhole: true;
}

export type Content = Buffer | MemberStart | WholeMark;

/**
 * The log object is not what can be read. `unreadable`: its first bytes told so, nothing of it was
 * given. `too_large`: it grows out of proportion. `damaged`: what was given may be wrong.
 */
export class ContentError extends Error {
  override readonly name = 'ContentError';
  readonly kind: 'unreadable' | 'too_large' | 'damaged';

  constructor(kind: ContentError['kind'], message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.kind = kind;
  }
}

/** Joins an archive's log key and a member's name, and the names of nested archives. */
export const memberKey = (archive: string, member: string): string => `${archive}!${member}`;
