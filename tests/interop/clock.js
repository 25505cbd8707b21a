// Times are microseconds since 1970. Stamps fit into 53 bits until the year 2255, so a Number holds them exactly.

export const nowUs = () => Math.round((performance.timeOrigin + performance.now()) * 1000);

/** The other side's clock minus this one's, from the exchanges of pings and pongs. */
export class ClockEstimate {
  #exchanges = [];

  /** Ignores an exchange whose stamps contradict each other or lie beyond what is plausible. */
  add({ sent_us, arrived_us, answered_us, received_us }) {
    const stamps = [sent_us, arrived_us, answered_us, received_us];
    const roundTrip = received_us - sent_us - (answered_us - arrived_us);
    if (stamps.some((stamp) => stamp > 2 ** 53) || answered_us < arrived_us || received_us < sent_us) return;
    if (roundTrip <= 0 || roundTrip > 1_800_000_000) return;
    const offset = (arrived_us - sent_us + (answered_us - received_us)) / 2;
    this.#exchanges.push({ offset, roundTrip, at: received_us });
    if (this.#exchanges.length > 8) this.#exchanges.shift();
  }

  /** { offset, error } in µs at that time, of the exchange with the smallest error; undefined while there is none. */
  at(time) {
    const estimates = this.#exchanges.map(({ offset, roundTrip, at }) => ({
      offset,
      error: roundTrip / 2 + 4 + ((time - at) / 1e6) * 100,
    }));
    return estimates.sort((one, other) => one.error - other.error)[0];
  }
}
