// The dissector (resources/wireshark/pushscope.lua) in tshark, on the traffic that clients.test.js left and on broken frames.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Capture } from './capture.js';
import { Commands, TABLES, portOf } from './commands.js';
import { documentedFrames } from './document.js';
import { ANSWER_BIT, HEADER_BYTES, encodeFrame } from './frame.js';
import { encode } from './messages.js';

const pathOf = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const folder = process.env.PUSHSCOPE_CAPTURES;
const traffic = join(folder, 'interop.pcap');
const frames = JSON.parse(readFileSync(join(folder, 'interop.json'), 'utf8'));
const DECODED = ['-o', `uat:protobuf_search_paths:"${pathOf('protocol/proto')}","TRUE"`];

/** Of each packet that passes the filter, of each field, its values. */
function tshark(file, filter, fields, options = []) {
  const dissector = `lua_script:${pathOf('resources/wireshark/pushscope.lua')}`;
  const columns = ['frame.number', ...fields].flatMap((field) => ['-e', field]);
  const format = ['-T', 'fields', '-E', 'separator=/t', '-E', 'occurrence=a', '-E', 'aggregator=;'];
  const output = execFileSync(
    'tshark',
    ['-2', '-r', file, '-X', dissector, ...options, '-Y', filter, ...format, ...columns],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const lines = output.split('\n').filter(Boolean);
  return lines.map((line) =>
    line
      .split('\t')
      .slice(1)
      .map((cell) => cell.split(';').filter(Boolean)),
  );
}

/** Writes a capture of connections, each a list of chunks that a client of that port sends. */
function captured(name, ...connections) {
  const capture = new Capture();
  for (const [port, ...chunks] of connections) {
    const connection = capture.connection(port);
    for (const chunk of chunks) connection.sent(chunk);
  }
  const file = join(folder, `${name}.pcap`);
  writeFileSync(file, capture.toBuffer());
  return file;
}

const number = (port, name) => new Commands(port).named(name).number;
const push = (payload = 'x') => {
  const body = { uuid: Buffer.alloc(16, 1), sequence: 1, attempt: 1, payload: Buffer.from(payload) };
  return encodeFrame({ command: number('device', 'push'), body: encode('Push', body) });
};

describe('on real traffic', () => {
  const nameOf = (command) =>
    new Commands(portOf(command)).numbered(command).name + (command & ANSWER_BIT ? ', answer' : '');

  test('every frame is named, with its serial, command and code', () => {
    const seen = new Map(); // of each connection and side
    for (const [sourcePorts, destinationPorts, ...columns] of tshark(traffic, 'pushscope', [
      'tcp.srcport',
      'tcp.dstport',
      'pushscope.serial',
      'pushscope.command',
      'pushscope.code',
      'pushscope.name',
    ])) {
      const [from, to] = [Number(sourcePorts[0]), Number(destinationPorts[0])];
      const side = `${Math.max(from, to)} ${from}`;
      if (!seen.has(side)) seen.set(side, []);
      columns[0].forEach((_, row) => seen.get(side).push(columns.map((column) => column[row])));
    }
    const expected = new Map();
    for (const { connection, from, serial, command, code } of frames) {
      const side = `${connection} ${from}`;
      if (!expected.has(side)) expected.set(side, []);
      expected.get(side).push([serial, command, code, nameOf(command)]);
    }
    for (const [side, rows] of expected) {
      const told = (seen.get(side) ?? []).map(([serial, command, code, name]) => [+serial, +command, +code, name]);
      assert.deepEqual(told, rows, `connection and side ${side}`);
    }
    assert.equal(seen.size, expected.size);
  });

  test('it holds every command but the gap of a slow console', () => {
    const seen = new Set(frames.map(({ command }) => command & ~ANSWER_BIT));
    const unseen = Object.values(TABLES)
      .flat()
      .filter(([command]) => !seen.has(command));
    assert.deepEqual(
      unseen.map(([, name]) => name),
      ['gap', 'gap'],
    );
  });

  test('nothing is malformed, unknown, or mere data', () => {
    assert.deepEqual(
      tshark(traffic, 'pushscope.malformed || pushscope.unknown || _ws.malformed || data', ['frame.protocols']),
      [],
    );
    const unclaimed = 'tcp.len > 0 && !pushscope && !tcp.reassembled_in';
    assert.deepEqual(tshark(traffic, unclaimed, ['frame.protocols']), []);
  });

  test('bodies are decoded by the messages of the .proto files', () => {
    for (const name of ['Hello', 'PhoneStages', 'DeviceRecord', 'InjectedDelivery', 'AuditEntry', 'Control'])
      assert.ok(tshark(traffic, `protobuf.message.name == "pushscope.v1.${name}"`, [], DECODED).length > 0, name);
  });

  test('bodies are bytes if so preferred', () => {
    assert.deepEqual(tshark(traffic, 'protobuf', [], ['-o', 'pushscope.bodies:FALSE']), []);
  });
});

describe('on frames made for it', () => {
  test('the examples of the document are named', () => {
    const examples = documentedFrames();
    const of = (port) => examples.map(({ bytes }) => bytes).filter((bytes) => portOf(bytes.readUInt32BE(8)) === port);
    const file = captured('examples', ['device', ...of('device')], ['admin', ...of('admin')]);
    const names = tshark(file, 'pushscope', ['pushscope.name']).flatMap(([name]) => name);
    assert.deepEqual(names.sort(), examples.map(({ json }) => json.frame).sort());
    assert.deepEqual(tshark(file, 'pushscope.malformed || _ws.malformed', [], DECODED), []);
  });

  test('a frame is put together from segments, wherever they are cut', () => {
    const frame = push();
    for (const cut of [1, 4, HEADER_BYTES - 1, HEADER_BYTES, HEADER_BYTES + 1, frame.length - 1]) {
      const file = captured('cut', ['device', frame.subarray(0, cut), Buffer.concat([frame.subarray(cut), frame])]);
      assert.deepEqual(tshark(file, 'pushscope.name', ['pushscope.name']), [[['push', 'push']]], `cut at ${cut}`);
    }
  });

  test('one larger than many segments, too', () => {
    const file = captured('large', ['device', push('x'.repeat(40_000)), push()]);
    assert.deepEqual(
      tshark(file, 'pushscope.name', ['pushscope.name']).flatMap(([name]) => name),
      ['push', 'push'],
    );
  });

  test('a gap is named on both ports', () => {
    const gap = (port) => [port, encodeFrame({ command: number(port, 'gap'), body: encode('Gap', { blocks: 3 }) })];
    const file = captured('gap', gap('admin'), gap('fleet'));
    assert.deepEqual(
      tshark(file, 'pushscope.name == "gap"', ['pushscope.command']).flat(2).map(Number),
      [0x0213, 0x0313],
    );
  });

  describe('what is malformed is marked', () => {
    const withLength = (frame, length) => {
      const changed = Buffer.from(frame);
      changed.writeUInt32BE(length, 0);
      return changed;
    };
    const wrong = {
      'a length below a header': withLength(push(), 15),
      'a length of nothing': withLength(push(), 0),
      'a length above the port’s limit': withLength(push(), 65_537),
      'an answer without a serial': encodeFrame({ command: number('device', 'ping') | ANSWER_BIT }),
      'a request with a code': encodeFrame({ serial: 1, command: number('device', 'ping'), code: 1 }),
    };
    for (const [name, bytes] of Object.entries(wrong)) {
      test(name, () => {
        const file = captured('wrong', ['device', push(), bytes]);
        assert.deepEqual(tshark(file, 'pushscope.malformed', ['tcp.dstport']), [[['7801']]]);
      });
    }

    test('a body that is no message', () => {
      const broken = encodeFrame({ command: number('device', 'push'), body: Buffer.from([0x0a, 0x7f, 1, 2]) });
      const file = captured('body', ['device', push(), broken]);
      const atLeastWarning = 0x600000;
      assert.equal(tshark(file, `_ws.expert.severity >= ${atLeastWarning} || _ws.malformed`, [], DECODED).length, 1);
    });

    test('a command that is unknown', () => {
      const file = captured('unknown', ['device', push(), encodeFrame({ serial: 1, command: 0x01fe })]);
      assert.deepEqual(tshark(file, 'pushscope.unknown', ['pushscope.name']), [[['command 0x01fe']]]);
    });
  });

  test('records of TLS on the same port are left to TLS', () => {
    const alert = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46]);
    const file = captured('tls', ['device', alert]);
    assert.equal(tshark(file, 'tls.alert_message && !pushscope.malformed', []).length, 1);
  });
});
