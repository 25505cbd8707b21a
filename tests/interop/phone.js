// A phone: keeps a session, handles each push once, acknowledges, refuses what its app cannot take, keeps collections.
import { EventEmitter } from 'node:events';

import { nowUs } from './clock.js';
import { Session } from './session.js';

const REMEMBERED_UUIDS = 1024;
const REMEMBERED_FOR_US = 7 * 24 * 3600 * 1_000_000;

/** Uuids of pushes that were handled: the last 1,024, up to 7 days, whatever happens to connections and sessions. */
class Remembered {
  #handledAt = new Map();

  has(uuid) {
    return nowUs() - (this.#handledAt.get(uuid) ?? -Infinity) < REMEMBERED_FOR_US;
  }

  add(uuid) {
    this.#handledAt.set(uuid, nowUs());
    if (this.#handledAt.size > REMEMBERED_UUIDS) this.#handledAt.delete(this.#handledAt.keys().next().value);
  }
}

/** A copy of one collection; pages of a change count only when the last of them is there. */
class Collection {
  version = '0';
  items = new Map(); // key → value
  #coming; // { version, items } of pages whose last is not there yet

  take({ from, to, full, items, last }) {
    this.#coming ??= full ? { from, items: new Map() } : { from: this.version, items: new Map(this.items) };
    if (from !== this.#coming.from) return; // does not build on this copy
    for (const { key, value } of items) this.#coming.items.set(key, value);
    if (!last) return;
    this.version = to;
    this.items = this.#coming.items;
    this.#coming = undefined;
  }

  connectionEnded() {
    this.#coming = undefined;
  }
}

/** Events: 'push' (push, what became of it: 'shown', 'duplicate' or 'refused'), 'synced' (body), 'rule' (body), 'nudge' (body). */
export class Phone extends EventEmitter {
  session; // of the connection that is open
  welcome;
  collections = new Map();

  #options;
  #state; // of the app
  #resume; // { session, handled } while there may be a session to go on with
  #incarnation;
  #handled = 0; // everything up to this sequence was handled, or refused
  #refused = []; // sequences that this connection refused
  #remembered = new Remembered();

  /**
   * `hello` are fields of Hello; `app(push)` tells whether the app can take a push; without `acknowledges` the phone
   * handles pushes and says nothing.
   */
  constructor({ address, hello, app = () => true, acknowledges = true, capture }) {
    super();
    this.#options = { address, hello, app, capture };
    this.#state = hello.app_state ?? 'APP_STATE_FOREGROUND';
    this.acknowledges = acknowledges;
  }

  get handled() {
    // The server may not have heard of a refusal: what is handled for certain ends below the first of them.
    return Math.min(this.#handled, ...this.#refused.map((sequence) => sequence - 1));
  }

  /** Connects, and goes on with the session if there is one. */
  async connect(wanted = {}) {
    const { address, hello, capture } = this.#options;
    this.session = new Session('device', address, capture);
    this.session.on('frame', (name, body) => this.#take(name, body));
    this.session.on('end', () => this.#connectionEnded());
    this.welcome = await this.session.hello({ ...hello, app_state: this.#state, ...this.#resume, ...wanted });
    if (this.welcome.incarnation !== this.#incarnation) this.#handled = 0; // sequences begin again
    this.#incarnation = this.welcome.incarnation;
    this.#refused = [];
    this.#resume = { session: this.welcome.session, handled: this.#handled };
    if (this.#runs()) this.session.beat(this.#policy());
    return this.welcome;
  }

  /** The app ended and lost its session with its memory; what it remembers of uuids is on its disk. */
  forgetSession() {
    this.#resume = undefined;
  }

  /** The app changes its state, and tells with a frame of its own. */
  become(app_state, cause = 'CAUSE_USER') {
    this.#state = app_state;
    this.session.tell('report', { app_state, cause, changes: [{ app_state, cause, at_us: nowUs() }] });
    if (this.#runs()) this.session.beat(this.#policy());
    else this.session.listen();
  }

  /** Asks for collections; throws Refused if the server has none of that name. */
  async sync(names) {
    return this.session.request('sync', { collections: names.map((name) => this.kept(name)) });
  }

  /** The name and the version that is kept here, as hello and sync name it. */
  kept(name) {
    return { name, version: this.collections.get(name)?.version ?? '0' };
  }

  #runs() {
    return this.#state !== 'APP_STATE_SUSPENDED';
  }

  #policy() {
    const inFront = this.#state === 'APP_STATE_FOREGROUND' || this.#state === 'APP_STATE_UNKNOWN';
    return (!inFront && this.welcome.background_heartbeat) || this.welcome.heartbeat;
  }

  #take(name, body) {
    switch (name) {
      case 'push':
        return this.#handle(body);
      case 'collection':
        if (!this.collections.has(body.name)) this.collections.set(body.name, new Collection());
        return this.collections.get(body.name).take(body);
      case 'rule':
        this.welcome = { ...this.welcome, heartbeat: body.foreground, background_heartbeat: body.background };
        if (this.#runs()) this.session.beat(this.#policy());
    }
    this.emit(name, body);
  }

  #handle(push) {
    const sequence = Number(push.sequence);
    const uuid = push.uuid.toString('hex');
    const duplicate = this.#remembered.has(uuid);
    const comesLate = sequence <= this.#handled; // refused on an earlier connection: behind it others were handled
    const refused = !duplicate && (comesLate || !this.#options.app(push));
    const at = nowUs();
    if (refused) this.#refused.push(sequence);
    else this.#remembered.add(uuid);
    this.#handled = Math.max(this.#handled, sequence);
    if (this.#resume) this.#resume.handled = this.handled;
    if (this.acknowledges) {
      const stages = refused
        ? { sequence, woken_us: at }
        : { sequence, woken_us: at, handled_us: at, shown_us: duplicate ? 0 : at, duplicate };
      this.session.tell('acknowledge', { up_to: this.#handled, stages: [stages], refused: refused ? [sequence] : [] });
    }
    this.emit('push', push, duplicate ? 'duplicate' : refused ? 'refused' : 'shown');
  }

  #connectionEnded() {
    for (const collection of this.collections.values()) collection.connectionEnded();
  }
}
