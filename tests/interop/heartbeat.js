// The pinging side of a heartbeat: a ping each interval, counted from ping to ping; one without any sign of life within
// `timeout` is a miss, and the next follows at once; after `misses` in a row the connection is dead.

export class Heartbeat {
  #policy;
  #timer;
  #sentAt = 0;
  #missed = 0;
  #ping;
  #whenMissed;
  #dead;

  constructor({ ping, missed, dead }) {
    this.#ping = ping;
    this.#whenMissed = missed;
    this.#dead = dead;
  }

  /** A policy that rules from now on; the first ping is written at once. */
  start({ interval_ms, timeout_ms, misses }) {
    this.stop();
    this.#policy = { interval_ms, timeout_ms, misses };
    this.#missed = 0;
    this.#beat();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#policy = undefined;
  }

  /** Any whole frame. */
  signOfLife() {
    if (!this.#policy) return;
    this.#missed = 0;
    clearTimeout(this.#timer);
    const wait = Math.max(0, this.#sentAt + this.#policy.interval_ms - performance.now());
    this.#timer = setTimeout(() => this.#beat(), wait);
  }

  #beat() {
    this.#sentAt = performance.now();
    this.#timer = setTimeout(() => this.#miss(), this.#policy.timeout_ms);
    this.#ping();
  }

  #miss() {
    this.#missed += 1;
    this.#whenMissed(this.#missed);
    if (this.#missed < this.#policy.misses) return this.#beat();
    this.stop();
    this.#dead();
  }
}
