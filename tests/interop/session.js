// One connection of a client to a port: hello and welcome, serials, requests and their answers, heartbeats, goodbye.
import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';

import { nowUs, ClockEstimate } from './clock.js';
import { Commands } from './commands.js';
import { ANSWER_BIT, FrameDecoder, StreamError, encodeFrame } from './frame.js';
import { Heartbeat } from './heartbeat.js';
import { decode, encode } from './messages.js';

const LIMIT_BEFORE_WELCOME = 1024;
const LIMITS = { device: 64 * 1024, admin: 1024 * 1024, fleet: 1024 * 1024 };
const HANDSHAKE_MS = 10_000;
const ANSWER_MS = 10_000;

/** An answer with a code. */
export class Refused extends Error {
  constructor(name, code, { detail, retry_after_ms }) {
    super(`${name} was refused with code ${code} (${detail})`);
    Object.assign(this, { code, detail, retryAfterMs: retry_after_ms });
  }
}

/** The end of a connection: `goodbye` is what the other side said last, undefined if it said nothing. */
export class Ended extends Error {
  constructor(goodbye) {
    super(goodbye ? `goodbye with code ${goodbye.code} (${goodbye.detail})` : 'the connection ended without a goodbye');
    this.goodbye = goodbye;
  }
}

/**
 * Events: 'frame' (name, body) for each one-way frame and for each request of the server; 'missed' (in a row); 'end'
 * (Ended).
 */
export class Session extends EventEmitter {
  clock = new ClockEstimate();

  #socket;
  #commands;
  #limit;
  #decoder = new FrameDecoder(LIMIT_BEFORE_WELCOME);
  #capture;
  #serial = 0;
  #waiting = new Map(); // serial → { name, resolve, reject }
  #previous; // the exchange that the next ping carries
  #goodbye;
  #heartbeat = new Heartbeat({
    ping: () => this.ping(),
    missed: (inARow) => this.emit('missed', inARow),
    dead: () => this.#socket.destroy(),
  });

  /** `address` is "host:port"; `capture` is told the bytes of both directions. */
  constructor(port, address, capture) {
    super();
    const [host, number] = address.split(':');
    this.#commands = new Commands(port);
    this.#limit = LIMITS[port];
    this.#socket = connect({ host, port: Number(number), noDelay: true });
    this.#capture = capture?.connection(port);
    this.#socket.on('data', (bytes) => this.#read(bytes));
    this.#socket.on('error', () => {}); // 'close' follows
    this.#socket.on('close', () => this.#end());
  }

  /** The welcome. Throws Ended if the server turns this client away. */
  async hello(fields) {
    const deadline = setTimeout(() => this.#socket.destroy(), HANDSHAKE_MS);
    return this.request('hello', { version_min: 1, version_max: 1, ...fields }).finally(() => clearTimeout(deadline));
  }

  /** Sends a request; the body of its answer. Throws Refused or Ended. */
  async request(name, fields) {
    const serial = this.#nextSerial();
    const answer = new Promise((resolve, reject) => this.#waiting.set(serial, { name, resolve, reject }));
    const deadline = setTimeout(
      () => this.#settle(serial)?.reject(new Error(`No answer to ${name} came in time.`)),
      ANSWER_MS,
    );
    this.#write(this.#commands.named(name), serial, fields);
    return answer.finally(() => clearTimeout(deadline));
  }

  /** Sends a one-way frame. */
  tell(name, fields) {
    this.#write(this.#commands.named(name), 0, fields);
  }

  /** From now on this side pings by that policy. */
  beat(policy) {
    this.#heartbeat.start(policy);
  }

  /** From now on this side listens. */
  listen() {
    this.#heartbeat.stop();
  }

  async ping() {
    const sent_us = nowUs();
    const ping = { sent_us, previous: this.#previous };
    this.#previous = undefined;
    try {
      const pong = await this.request('ping', ping);
      const exchange = { ...pong, sent_us, received_us: nowUs() };
      this.#previous = exchange;
      this.clock.add(Object.fromEntries(Object.entries(exchange).map(([name, value]) => [name, Number(value)])));
    } catch {
      // Missed, or the connection is over: the heartbeat tells.
    }
  }

  /** Ends in good order; comes back when the connection is closed. */
  async goodbye(fields = {}, code = 0) {
    this.#writeFrame({ command: this.#commands.named('goodbye').number, code, body: encode('Goodbye', fields) });
    this.#socket.end();
    await this.closed();
  }

  /** As if the network went: no goodbye. */
  async cut() {
    this.#socket.resetAndDestroy();
    await this.closed();
  }

  async closed() {
    if (!this.#socket.closed) await once(this, 'end');
    return this.#goodbye;
  }

  /** Bytes as they are, for whoever wants to send wrong ones. */
  writeRaw(bytes) {
    this.#socket.write(bytes);
    this.#capture?.sent(bytes);
  }

  #nextSerial() {
    this.#serial = this.#serial === 0xffffffff ? 1 : this.#serial + 1;
    return this.#serial;
  }

  #write(command, serial, fields) {
    this.#writeFrame({ serial, command: command.number, body: encode(command.body, fields) });
  }

  #writeFrame(frame) {
    if (this.#socket.writable) this.writeRaw(encodeFrame(frame));
  }

  #read(bytes) {
    this.#capture?.received(bytes);
    const arrivedUs = nowUs();
    try {
      for (const frame of this.#decoder.push(bytes)) this.#handle(frame, arrivedUs);
    } catch (error) {
      this.goodbye({ detail: error.detail ?? 'body' }, error instanceof StreamError ? error.code : 1);
    }
  }

  #handle(frame, arrivedUs) {
    this.#heartbeat.signOfLife();
    const bodyName = this.#commands.bodyOf(frame);
    if (!bodyName) return; // a newer server may say more
    const body = decode(bodyName, frame.body);
    const { name } = this.#commands.numbered(frame.command);
    if (frame.command & ANSWER_BIT) this.#answered(frame, body);
    else if (name === 'ping') this.#pong(frame.serial, body, arrivedUs);
    else if (name === 'goodbye') this.#goodbye = { ...body, code: frame.code };
    else this.emit('frame', name, body);
  }

  #answered({ serial, code }, body) {
    const request = this.#settle(serial);
    if (!request) return; // nobody waits for it any more
    if (code !== 0) return request.reject(new Refused(request.name, code, body));
    // Set here, not where the welcome is awaited: larger frames may follow in the same bytes.
    if (request.name === 'hello') this.#decoder.limit = this.#limit;
    request.resolve(body);
  }

  #pong(serial, { sent_us }, arrivedUs) {
    const { number } = this.#commands.named('ping');
    const stamps = { sent_us, arrived_us: arrivedUs, running_us: arrivedUs, answered_us: nowUs() };
    this.#writeFrame({ serial, command: number | ANSWER_BIT, body: encode('Pong', stamps) });
    this.emit('frame', 'ping', {});
  }

  #settle(serial) {
    const request = this.#waiting.get(serial);
    this.#waiting.delete(serial);
    return request;
  }

  #end() {
    this.#heartbeat.stop();
    const ended = new Ended(this.#goodbye);
    for (const serial of [...this.#waiting.keys()]) this.#settle(serial).reject(ended);
    this.emit('end', ended);
  }
}
