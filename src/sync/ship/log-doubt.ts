/**
 * Whether a log object is a log at all. It is none when it has lines and every one of them is
 * `not_a_log_line`: a picture, a CloudTrail file. Any other line proves that it is one. Until then
 * its lines are held back; above a thousand they are only counted, and read again should it be a log.
 */

/** Ships a line that was held. `isCounted`: it is a reject of a log. */
type Ship = (isCounted: boolean) => void;

const HELD_MAX = 1_000;
/** Of what is no log, as many lines are kept to be looked at. */
const SHOWN_MAX = 10;

export class LogDoubt {
  /** Null: it is a log. */
  #held: Ship[] | null;
  #isOverfull = false;
  /** It is a log, and lines of it were not held: it has to be read from its start. */
  isToReadAgain = false;

  constructor(isLog: boolean) {
    this.#held = isLog ? null : [];
  }

  /** The next line that proves it is a log ships them first. */
  get holdsLines(): boolean {
    return this.#held !== null && this.#held.length > 0;
  }

  /** A line as other files have it too. */
  doubt(ship: Ship): void {
    if (this.#held === null) {
      ship(true);
      return;
    }
    if (!this.#isOverfull) this.#held.push(ship);
    if (this.#held.length < HELD_MAX) return;
    this.#isOverfull = true;
    this.#held.length = SHOWN_MAX;
  }

  /** A line that only a log has. False: it is not shipped now, the object is read again. */
  prove(): boolean {
    if (this.isToReadAgain) return false;
    if (this.#held === null) return true;
    if (this.#isOverfull) {
      this.isToReadAgain = true;
      return false;
    }
    const held = this.#held;
    this.#held = null;
    for (const ship of held) ship(true);
    return true;
  }

  /** Nothing comes any more. True: it is no log; the first lines of it are shipped to be seen. */
  conclude(): boolean {
    const held = this.#held ?? [];
    for (const ship of held.slice(0, SHOWN_MAX)) ship(false);
    return held.length > 0;
  }
}
