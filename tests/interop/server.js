// The smallest server that a console has use for: an admin port that tells of one device and its heartbeats.
import { createServer } from 'node:net';
import { randomBytes } from 'node:crypto';

import { nowUs } from './clock.js';
import { Commands } from './commands.js';
import { ANSWER_BIT, FrameDecoder, encodeFrame } from './frame.js';
import { decode, encode } from './messages.js';

const HANDLE = 1;

/** What a test of a client may want to go wrong: `answersPings` false is a server that died without its kernel noticing. */
export class Server {
  #commands = new Commands('admin');
  #incarnation = randomBytes(8).readBigUInt64BE().toString();
  #blocks = 0;
  #server = createServer((socket) => this.#accept(socket));
  #sockets = new Set();
  #options;

  constructor({ token, device, heartbeat, clockAheadUs = 0, answersPings = true }) {
    this.#options = { token, device, heartbeat, clockAheadUs, answersPings };
  }

  async listen() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${this.#server.address().port}`;
  }

  close() {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #nowUs() {
    return nowUs() + this.#options.clockAheadUs;
  }

  #accept(socket) {
    const decoder = new FrameDecoder(1024);
    this.#sockets.add(socket);
    socket.on('error', () => {}); // 'close' follows
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (bytes) => {
      try {
        for (const frame of decoder.push(bytes)) this.#take(socket, decoder, frame);
      } catch (error) {
        this.#goodbye(socket, error.code ?? 1);
      }
    });
  }

  #take(socket, decoder, frame) {
    const command = this.#commands.numbered(frame.command);
    const welcomed = decoder.limit > 1024;
    if (!welcomed && command?.name !== 'hello') return this.#goodbye(socket, 5);
    switch (command?.name) {
      case 'hello':
        return this.#hello(socket, decoder, frame, welcomed);
      case 'ping':
        return this.#ping(socket, frame);
      case 'subscribe':
        return this.#subscribe(socket, frame);
      case 'goodbye':
        return socket.end();
      default:
        if (frame.serial !== 0) this.#answer(socket, frame, 'Refusal', { detail: 'command' }, 3);
    }
  }

  #hello(socket, decoder, frame, welcomed) {
    const { version_min, version_max, credential } = decode('Hello', frame.body);
    if (welcomed) return this.#goodbye(socket, 9);
    if (version_min > 1 || version_max < 1) return this.#goodbye(socket, 4);
    if (credential.toString() !== this.#options.token) return this.#goodbye(socket, 5);
    decoder.limit = 1024 * 1024;
    const { interval_ms, timeout_ms, misses } = this.#options.heartbeat;
    socket.setTimeout(interval_ms + timeout_ms * misses, () => this.#goodbye(socket, 15));
    this.#answer(socket, frame, 'Welcome', {
      version: 1,
      capabilities: ['telemetry'],
      heartbeat: this.#options.heartbeat,
      node: 'from-the-document',
      incarnation: this.#incarnation,
      server: 'interop',
      role: 1,
    });
  }

  #ping(socket, frame) {
    if (!this.#options.answersPings) return;
    const { sent_us } = decode('Ping', frame.body);
    const arrived_us = this.#nowUs();
    this.#answer(socket, frame, 'Pong', { sent_us, arrived_us, running_us: arrived_us, answered_us: this.#nowUs() });
  }

  #subscribe(socket, frame) {
    try {
      decode('Subscribe', frame.body); // no cursor is held: what it says does not matter
    } catch {
      return this.#answer(socket, frame, 'Refusal', { detail: 'body' }, 1);
    }
    const at = this.#nowUs();
    const device = {
      handle: HANDLE,
      device: this.#options.device,
      link: 'LINK_STATE_ONLINE',
      connected_us: at,
      connects: 1,
    };
    this.#answer(socket, frame, 'Subscribed', { resumed: false, devices: 1 });
    this.#tell(socket, 'snapshot page', { devices: [device], as_of: this.#blocks, first: true, last: true });
    this.#tell(socket, 'block', {
      node: 'from-the-document',
      incarnation: this.#incarnation,
      sequence: ++this.#blocks,
      wall_us: at,
      beats: { handle: [HANDLE], delta_us: [0], round_trip_us: [12_345] },
    });
  }

  #answer(socket, { serial, command }, name, fields, code = 0) {
    socket.write(encodeFrame({ serial, command: command | ANSWER_BIT, code, body: encode(name, fields) }));
  }

  #tell(socket, name, fields) {
    const { number, body } = this.#commands.named(name);
    socket.write(encodeFrame({ command: number, body: encode(body, fields) }));
  }

  #goodbye(socket, code) {
    socket.end(encodeFrame({ command: this.#commands.named('goodbye').number, code }));
  }
}
