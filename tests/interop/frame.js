// Frames: a header of four unsigned 32-bit integers, big-endian (length, serial, command, code), and a body.

export const HEADER_BYTES = 16;
export const ANSWER_BIT = 0x8000;

/** Why a stream cannot be read on; `code` is what the goodbye says. */
export class StreamError extends Error {
  constructor(code, detail) {
    super(`${detail} (code ${code})`);
    this.code = code;
    this.detail = detail;
  }
}

export function encodeFrame({ serial = 0, command, code = 0, body = Buffer.alloc(0) }) {
  const frame = Buffer.alloc(HEADER_BYTES + body.length);
  [frame.length, serial, command, code].forEach((field, index) => frame.writeUInt32BE(field, 4 * index));
  frame.set(body, HEADER_BYTES);
  return frame;
}

/** Takes bytes as they come and gives whole frames. `limit` may be raised once the welcome is there. */
export class FrameDecoder {
  #chunks = Buffer.alloc(0);

  constructor(limit) {
    this.limit = limit;
  }

  /** The frames that `bytes` completes. A wrong length is thrown from the header alone: no frame can be found after it. */
  *push(bytes) {
    this.#chunks = Buffer.concat([this.#chunks, bytes]);
    while (this.#chunks.length >= HEADER_BYTES) {
      const length = this.#chunks.readUInt32BE(0);
      if (length < HEADER_BYTES) throw new StreamError(1, 'length');
      if (length > this.limit) throw new StreamError(2, 'length');
      if (this.#chunks.length < length) return;
      const frame = this.#chunks.subarray(0, length);
      this.#chunks = this.#chunks.subarray(length);
      yield {
        serial: frame.readUInt32BE(4),
        command: frame.readUInt32BE(8),
        code: frame.readUInt32BE(12),
        body: frame.subarray(HEADER_BYTES),
      };
    }
  }
}
