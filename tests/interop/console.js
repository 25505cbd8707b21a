// The admin client, and that of a fleet: what a console knows (records, columns, ladders) and what an operator asks for.
import { EventEmitter, once } from 'node:events';

import { enumerators } from './messages.js';
import { Session } from './session.js';

const COLUMNS = [
  'beats',
  'misses',
  'links',
  'apps',
  'clocks',
  'queues',
  'stages',
  'wakes',
  'notices',
  'networks',
  'syncs',
];
const MAY_BE_EMPTY = { apps: 'cause', stages: 'reason' };

const nameIn = (type) => {
  const byNumber = new Map(Object.entries(enumerators(type)).map(([name, number]) => [number, name]));
  return (number) => byNumber.get(number) ?? `${type} ${number}`;
};
export const stageName = nameIn('Stage');
export const reasonName = nameIn('Reason');
export const linkName = nameIn('LinkState');

/** The rows of columns of equal length. */
function rowsOf(columns, mayBeEmpty) {
  const names = Object.keys(columns).filter((name) => columns[name].length > 0 || name !== mayBeEmpty);
  const length = columns[names[0]].length;
  if (names.some((name) => columns[name].length !== length)) throw new Error('Columns of a block differ in length.');
  return Array.from({ length }, (_, row) => Object.fromEntries(names.map((name) => [name, columns[name][row]])));
}

/** What the node told, applied in the order of its arrival. Events: 'change', after each page and block. */
export class World extends EventEmitter {
  devices = new Map(); // handle → record
  deliveries = new Map(); // handle → { record, stages }
  rows = []; // of all columns: { column, handle or delivery, … }
  complete = false; // the snapshot is there
  gaps = 0;
  cursor; // of the last block; good once the snapshot is complete

  apply(name, body) {
    if (name === 'snapshot page') this.#page(body);
    else if (name === 'block') this.#block(body);
    else if (name === 'gap') this.gaps += Number(body.blocks);
    else return;
    this.emit('change');
  }

  device(id) {
    return [...this.devices.values()].findLast((record) => record.device === id);
  }

  rowsOf(column, id) {
    const handle = this.device(id)?.handle;
    return this.rows.filter((row) => row.column === column && row.handle === handle);
  }

  /** The ladder of a push on one device, of its latest sequence: [{ stage, reason, at_us, … }]. */
  ladder(uuid, id) {
    const delivery = [...this.deliveries.values()].findLast(
      ({ record }) => record.uuid.equals(uuid) && record.device === id,
    );
    return delivery?.stages ?? [];
  }

  /** Comes back when the condition holds. */
  async until(condition) {
    while (!condition(this)) await once(this, 'change');
    return condition(this);
  }

  #page({ devices, first, last, as_of }) {
    if (first) {
      this.devices.clear();
      this.complete = false;
    }
    this.#records(devices);
    this.cursor = { ...this.cursor, sequence: as_of };
    this.complete ||= last;
  }

  #block(block) {
    this.cursor = { incarnation: block.incarnation, sequence: block.sequence };
    this.#records(block.devices);
    for (const record of block.deliveries) this.deliveries.set(record.delivery, { record, stages: [] });
    for (const column of COLUMNS) {
      if (!block[column]) continue;
      for (const row of rowsOf(block[column], MAY_BE_EMPTY[column])) this.#row(column, row, Number(block.wall_us));
    }
  }

  #records(records) {
    for (const record of records) this.devices.set(record.handle, record);
  }

  #row(column, row, wallUs) {
    const atUs = row.delta_us === undefined ? row.at_us && Number(row.at_us) : wallUs + row.delta_us;
    this.rows.push({ column, ...row, at_us: atUs });
    const device = this.devices.get(row.handle);
    if (column === 'links') Object.assign(device, { ...row, link: linkName(row.link) });
    if (column === 'misses') device.missed = row.missed;
    if (column === 'queues') device.waiting = row.waiting;
    if (column === 'clocks') Object.assign(device, { clock_offset_us: row.offset_us, clock_error_us: row.error_us });
    if (column === 'stages') {
      const stage = { ...row, at_us: atUs, stage: stageName(row.stage), reason: reasonName(row.reason ?? 0) };
      this.deliveries.get(row.delivery)?.stages.push(stage);
    }
  }
}

/** A connection to an admin or fleet port. */
export class Console {
  world = new World();
  session;
  welcome;

  #options;

  constructor({ port = 'admin', address, token, capture }) {
    this.#options = { port, address, token, capture };
  }

  async connect() {
    const { port, address, token, capture } = this.#options;
    this.session = new Session(port, address, capture);
    this.session.on('frame', (name, body) => this.world.apply(name, body));
    this.welcome = await this.session.hello({ credential: Buffer.from(token), client: 'interop' });
    this.session.beat(this.welcome.heartbeat);
    return this.welcome;
  }

  /** From the cursor, if there is one; comes back with the answer once the snapshot is complete. */
  async subscribe(cursor = {}) {
    const subscribed = await this.session.request('subscribe', cursor);
    if (!subscribed.resumed) await this.world.until((world) => world.complete);
    return subscribed;
  }

  /** All entries of a list, `count` to a page: [page, page, …]. */
  async pages(list, { count, ...filter } = {}) {
    const pages = [];
    let after = '0';
    do {
      const page = await this.session.request(list, { after, count, ...filter });
      pages.push(page);
      after = page.next;
    } while (after !== '0');
    return pages;
  }
}
