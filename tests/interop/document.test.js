// The frames and tables that protocol/README.md shows, and the decoder on them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Commands, TABLES, portOf } from './commands.js';
import { documentedCommands, documentedFrames } from './document.js';
import { ANSWER_BIT, FrameDecoder, encodeFrame } from './frame.js';
import { decodeToJson, encode } from './messages.js';

describe('the document', () => {
  test('has the table of commands that these clients were written from', () => {
    const byNumber = (one, other) => one[0] - other[0];
    assert.deepEqual(documentedCommands().sort(byNumber), Object.values(TABLES).flat().sort(byNumber));
  });

  const frames = documentedFrames();
  test('shows frames', () => assert.ok(frames.length >= 15, `only ${frames.length}`));
  for (const { bytes, json } of frames) {
    const { frame: command, serial = 0, code = 0, body } = json;
    test(`shows what "${command}" is, to the byte`, () => {
      const [frame, ...more] = new FrameDecoder(bytes.length).push(bytes);
      assert.equal(more.length, 0);
      const commands = new Commands(portOf(frame.command));
      const name = commands.numbered(frame.command).name + (frame.command & ANSWER_BIT ? ', answer' : '');
      const bodyName = commands.bodyOf(frame);
      assert.deepEqual({ name, serial: frame.serial, code: frame.code }, { name: command, serial, code });
      assert.deepEqual(decodeToJson(bodyName, frame.body), body);
      assert.deepEqual(encodeFrame({ ...frame, body: encode(bodyName, body) }), bytes);
    });
  }
});

test('a decoder finds the same frames wherever the bytes are cut', () => {
  const stream = Buffer.concat(documentedFrames().map(({ bytes }) => bytes));
  const whole = [...new FrameDecoder(65536).push(stream)];
  for (let cut = 0; cut <= stream.length; ++cut) {
    const decoder = new FrameDecoder(65536);
    assert.deepEqual([...decoder.push(stream.subarray(0, cut)), ...decoder.push(stream.subarray(cut))], whole);
  }
});
