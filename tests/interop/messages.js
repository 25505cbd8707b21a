// Bodies: proto3, read from the .proto files at run time. 64-bit integers are decimal strings and enumerators their
// names, as in proto3's JSON; bytes are Buffers.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

// The build folder, where protobufjs is, is named by NODE_PATH, which `import` does not read and `require` does.
const protobuf = createRequire(import.meta.url)('protobufjs');

const protoFolder = fileURLToPath(new URL('../../protocol/proto/', import.meta.url));
const root = new protobuf.Root();
root.resolvePath = (origin, target) => protoFolder + target;
root.loadSync(
  ['device', 'telemetry', 'admin', 'fleet'].map((name) => `pushscope/v1/${name}.proto`),
  { keepCase: true },
);

const typeOf = (name) => root.lookupType(`pushscope.v1.${name}`);
const plain = { longs: String, enums: String };

export function encode(name, fields = {}) {
  const type = typeOf(name);
  return Buffer.from(type.encode(type.fromObject(fields)).finish());
}

/** Every field of the message, absent ones with their default. Throws if the bytes are no such message. */
export function decode(name, bytes) {
  const type = typeOf(name);
  return type.toObject(type.decode(bytes), { ...plain, bytes: Buffer, defaults: true });
}

/** As proto3's JSON has it: only the fields that are there, bytes in base64. */
export function decodeToJson(name, bytes) {
  const type = typeOf(name);
  return type.toObject(type.decode(bytes), { ...plain, bytes: String });
}

export const enumerators = (name) => root.lookupEnum(`pushscope.v1.${name}`).values;
