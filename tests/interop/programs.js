// The programs under test, as processes on free loopback ports.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const folder = process.env.PUSHSCOPE_PROGRAMS;
const run = promisify(execFile);

class Program {
  #child;
  #folder = mkdtempSync(join(tmpdir(), 'pushscope-interop-'));
  #log = '';

  constructor() {
    this.tokenFile = join(this.#folder, 'token');
  }

  /** Comes back with what the ready line says. */
  async start(name, flags) {
    this.#child = spawn(join(folder, name), ['--token-file', this.tokenFile, '--until-stdin-closes', ...flags]);
    await once(this.#child, 'spawn'); // or throws why not
    this.#child.stderr.on('data', (text) => (this.#log += text));
    const line = await Promise.race([once(createInterface(this.#child.stdout), 'line'), once(this.#child, 'exit')]);
    if (typeof line[0] !== 'string') throw new Error(`${name} did not start:\n${this.#log}`);
    this.token = readFileSync(this.tokenFile, 'utf8').split('\n')[0];
    return JSON.parse(line[0]).ready;
  }

  async stop() {
    this.#child.stdin.end();
    if (this.#child.pid && this.#child.exitCode === null) await once(this.#child, 'exit');
    rmSync(this.#folder, { recursive: true });
  }
}

export class Pushnode extends Program {
  async start(...flags) {
    const loopback = ['--device-listen', '127.0.0.1:0', '--admin-listen', '127.0.0.1:0', '--store', 'memory'];
    const { device, admin } = await super.start('pushnode', [...loopback, ...flags]);
    Object.assign(this, { device, admin });
    return this;
  }

  /** What pushctl prints with --json: an object a line. */
  pushctl(...command) {
    return pushctl(this.admin, this.tokenFile, ...command);
  }
}

export class Pushfleet extends Program {
  async start(server, ...flags) {
    const { control } = await super.start('pushfleet', [
      '--server',
      server,
      '--control-listen',
      '127.0.0.1:0',
      ...flags,
    ]);
    this.control = control;
    return this;
  }
}

export async function pushctl(server, tokenFile, ...command) {
  const { stdout } = await run(join(folder, 'pushctl'), [
    '--server',
    server,
    '--token-file',
    tokenFile,
    '--json',
    ...command,
  ]);
  return stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
