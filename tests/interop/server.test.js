// The smallest server, as pushctl and a console of its own kind see it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, test } from 'node:test';

import { nowUs } from './clock.js';
import { Console } from './console.js';
import { pushctl } from './programs.js';
import { Server } from './server.js';

describe('a server from the document', { timeout: 20_000 }, () => {
  const heartbeat = { interval_ms: 5000, timeout_ms: 3000, misses: 3 };
  const options = { token: 'a-token', device: 'one-device', heartbeat };
  const impatient = { ...options, heartbeat: { interval_ms: 200, timeout_ms: 100, misses: 3 } };
  let server;
  afterEach(() => server.close());

  test('is shown by pushctl', async () => {
    server = new Server(options);
    const folder = mkdtempSync(join(tmpdir(), 'pushscope-interop-'));
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, `${options.token}\n`, { mode: 0o600 });
    const sessions = await pushctl(await server.listen(), tokenFile, 'sessions');
    assert.deepEqual(
      sessions.map(({ device, node, link }) => [device, node, link]),
      [['one-device', 'from-the-document', 'online']],
    );
    rmSync(folder, { recursive: true });
  });

  test('follows every clause that pushctl tries', async () => {
    server = new Server(options);
    const folder = mkdtempSync(join(tmpdir(), 'pushscope-interop-'));
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, `${options.token}\n`, { mode: 0o600 });
    const found = await pushctl(await server.listen(), tokenFile, 'conformance'); // fails if a clause fails
    const tried = found.filter(({ outcome }) => outcome === 'holds').map(({ clause }) => clause);
    assert.ok(tried.length > 30 && tried.includes('telemetry.sequence'), tried.join(' '));
    rmSync(folder, { recursive: true });
  });

  test('tells its clock by its pongs', async () => {
    server = new Server({ ...options, clockAheadUs: 2_000_000 });
    const client = new Console({ address: await server.listen(), token: options.token });
    await client.connect();
    await client.session.ping();
    const { offset, error } = client.session.clock.at(nowUs());
    assert.ok(Math.abs(offset - 2_000_000) <= error, `${offset} ± ${error} µs`);
    await client.session.goodbye();
  });

  test('says goodbye to a client that falls silent', async () => {
    server = new Server(impatient);
    const client = new Console({ address: await server.listen(), token: options.token });
    await client.connect();
    client.session.listen();
    assert.equal((await client.session.closed()).code, 15);
  });

  test('is left when it misses its beats', async () => {
    server = new Server({ ...impatient, answersPings: false });
    const client = new Console({ address: await server.listen(), token: options.token });
    const missed = [];
    await client.connect();
    client.session.on('missed', (inARow) => missed.push(inARow));
    await client.session.closed();
    assert.deepEqual(missed, [1, 2, 3]);
  });
});
