/**
 * One refresh of the record indices at a time: who asks while one runs shares the next one, because
 * the running one may have begun before what is asked about was acknowledged.
 */
export class SharedRefresh<T> {
  readonly #refresh: () => Promise<T>;
  #running: Promise<T> | null = null;
  #next: Promise<T> | null = null;

  constructor(refresh: () => Promise<T>) {
    this.#refresh = refresh;
  }

  run(): Promise<T> {
    if (this.#next !== null) return this.#next;
    if (this.#running === null) return this.#start();
    const begin = (): Promise<T> => this.#start();
    this.#next = this.#running.then(begin, begin);
    return this.#next;
  }

  #start(): Promise<T> {
    this.#next = null;
    const running = this.#refresh().finally(() => {
      if (this.#running === running) this.#running = null;
    });
    this.#running = running;
    return running;
  }
}
