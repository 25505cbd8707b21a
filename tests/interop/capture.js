// What went over the sockets, as a capture file that Wireshark reads: bytes behind headers of IPv4 and TCP.
import { nowUs } from './clock.js';
import { FrameDecoder } from './frame.js';

const LINKTYPE_RAW_IP = 101;
const LARGEST_SEGMENT = 1400;
const ACK = 0x10;
const PUSH = 0x08;
const PORTS = { device: 7801, admin: 7802, fleet: 7803 };

function packet({ from, to, sequence, acknowledged, bytes }) {
  const ip = Buffer.alloc(20);
  ip.writeUInt8(0x45, 0); // version 4, header of five words
  ip.writeUInt16BE(40 + bytes.length, 2);
  ip.writeUInt8(64, 8); // time to live
  ip.writeUInt8(6, 9); // TCP
  ip.set([127, 0, 0, 1], 12);
  ip.set([127, 0, 0, 1], 16);
  const tcp = Buffer.alloc(20);
  tcp.writeUInt16BE(from, 0);
  tcp.writeUInt16BE(to, 2);
  tcp.writeUInt32BE(sequence, 4);
  tcp.writeUInt32BE(acknowledged, 8);
  tcp.writeUInt8(5 << 4, 12); // header of five words
  tcp.writeUInt8(ACK | PUSH, 13);
  tcp.writeUInt16BE(0xffff, 14); // window
  return Buffer.concat([ip, tcp, bytes]);
}

function record(atUs, bytes) {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(atUs / 1e6), 0);
  header.writeUInt32LE(atUs % 1e6, 4);
  header.writeUInt32LE(bytes.length, 8);
  header.writeUInt32LE(bytes.length, 12);
  return Buffer.concat([header, bytes]);
}

class CapturedConnection {
  #capture;
  #ports;
  #next = { client: 1, server: 1 }; // sequence number of each side's next byte
  #written = { client: [], server: [] };

  constructor(capture, clientPort, serverPort) {
    this.#capture = capture;
    this.#ports = { client: clientPort, server: serverPort };
  }

  sent(bytes) {
    this.#add('client', 'server', bytes);
  }

  received(bytes) {
    this.#add('server', 'client', bytes);
  }

  /** The frames of both directions: { from (a TCP port), serial, command, code }, each direction in order. */
  frames() {
    return ['client', 'server'].flatMap((side) => {
      const frames = [...new FrameDecoder(1024 * 1024).push(Buffer.concat(this.#written[side]))];
      return frames.map(({ serial, command, code }) => ({
        connection: this.#ports.client,
        from: this.#ports[side],
        serial,
        command,
        code,
      }));
    });
  }

  #add(from, to, bytes) {
    this.#written[from].push(bytes);
    for (let start = 0; start < bytes.length; start += LARGEST_SEGMENT) {
      const segment = bytes.subarray(start, start + LARGEST_SEGMENT);
      const [sequence, acknowledged] = [this.#next[from], this.#next[to]];
      this.#capture.add(
        packet({ from: this.#ports[from], to: this.#ports[to], sequence, acknowledged, bytes: segment }),
      );
      this.#next[from] += segment.length;
    }
  }
}

/** Connections get client ports from 50,000 on; servers the default port of their kind. */
export class Capture {
  #records = [];
  #connections = [];

  connection(port) {
    const connection = new CapturedConnection(this, 50_000 + this.#connections.length, PORTS[port]);
    this.#connections.push(connection);
    return connection;
  }

  frames() {
    return this.#connections.flatMap((connection) => connection.frames());
  }

  add(packetBytes) {
    this.#records.push(record(nowUs(), packetBytes));
  }

  toBuffer() {
    const header = Buffer.alloc(24);
    header.writeUInt32LE(0xa1b2c3d4, 0);
    header.writeUInt16LE(2, 4); // version 2.4
    header.writeUInt16LE(4, 6);
    header.writeUInt32LE(0x40000, 16); // longest packet
    header.writeUInt32LE(LINKTYPE_RAW_IP, 20);
    return Buffer.concat([header, ...this.#records]);
  }
}
