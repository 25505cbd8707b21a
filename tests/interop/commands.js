// The table of commands of protocol/README.md. [number, name, body, body of the answer]
import { ANSWER_BIT } from './frame.js';

const onEachPort = (port) => [
  [port | 0x01, 'hello', 'Hello', 'Welcome'],
  [port | 0x02, 'ping', 'Ping', 'Pong'],
  [port | 0x03, 'goodbye', 'Goodbye'],
];

const telemetry = (port) => [
  [port | 0x10, 'subscribe', 'Subscribe', 'Subscribed'],
  [port | 0x11, 'snapshot page', 'SnapshotPage'],
  [port | 0x12, 'block', 'Block'],
  [port | 0x13, 'gap', 'Gap'],
];

export const TABLES = {
  device: [
    ...onEachPort(0x0100),
    [0x0110, 'push', 'Push'],
    [0x0111, 'acknowledge', 'Acknowledge'],
    [0x0112, 'report', 'Report'],
    [0x0113, 'sync', 'Sync', 'Synced'],
    [0x0114, 'collection', 'CollectionPage'],
    [0x0115, 'synced', 'Synced'],
    [0x0116, 'nudge', 'Nudge'],
    [0x0117, 'rule', 'Rule'],
  ],
  admin: [
    ...onEachPort(0x0200),
    ...telemetry(0x0200),
    [0x0220, 'inject', 'Inject', 'Injected'],
    [0x0221, 'trace', 'Trace', 'Traced'],
    [0x0222, 'manage', 'Manage', 'Managed'],
    [0x0223, 'touch', 'Touch', 'Touched'],
    [0x0224, 'session', 'SessionControl', 'Managed'],
    [0x0225, 'tag', 'Tag', 'Managed'],
    [0x0226, 'peek', 'Peek', 'Peeked'],
    [0x0227, 'queue', 'PageRequest', 'QueuePage'],
    [0x0228, 'dead letters', 'PageRequest', 'DeadLetterPage'],
    [0x0229, 'history', 'PageRequest', 'HistoryPage'],
    [0x022a, 'audit', 'PageRequest', 'AuditPage'],
    [0x022b, 'token add', 'TokenAdd', 'TokenAdded'],
    [0x022c, 'token remove', 'TokenRemove', 'Managed'],
    [0x022d, 'token list', 'PageRequest', 'TokenList'],
  ],
  fleet: [...onEachPort(0x0300), ...telemetry(0x0300), [0x0320, 'control', 'Control', 'Controlled']],
};

/** The port that a command or an answer belongs to. */
export const portOf = (command) => Object.keys(TABLES)[((command & ~ANSWER_BIT) >> 8) - 1];

/** The commands of one port, found by name and by number. */
export class Commands {
  #byName = new Map();
  #byNumber = new Map();

  constructor(port) {
    for (const [number, name, body, answer] of TABLES[port]) {
      this.#byName.set(name, { number, name, body, answer });
      this.#byNumber.set(number, { number, name, body, answer });
    }
  }

  named(name) {
    const command = this.#byName.get(name);
    if (!command) throw new Error(`No command of this port is called "${name}".`);
    return command;
  }

  /** Of a number as it stands in a header; undefined if it is unknown. */
  numbered(number) {
    return this.#byNumber.get(number & ~ANSWER_BIT);
  }

  /** The message in the body of a frame, by the frame's header; undefined if its command is unknown. */
  bodyOf({ command, code }) {
    const known = this.numbered(command);
    if (!(command & ANSWER_BIT)) return known?.body;
    return code === 0 ? known?.answer : 'Refusal';
  }
}
