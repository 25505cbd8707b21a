// What protocol/README.md says, tried against the programs by a phone and a console that were written from it.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { on, once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Capture } from './capture.js';
import { nowUs } from './clock.js';
import { Commands } from './commands.js';
import { Console, linkName } from './console.js';
import { FrameDecoder, encodeFrame } from './frame.js';
import { decode, encode } from './messages.js';
import { Phone } from './phone.js';
import { Pushfleet, Pushnode } from './programs.js';
import { Session } from './session.js';

// The programs tell times by a clock that they estimate.
const CLOCKS_AGREE_MS = 500;

const capture = new Capture();
const newUuid = () => Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
const text = (uuid) => uuid.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

/** Sends frames as they are, and reads up to the one that is the last. */
async function answersOf(address, frames, isLast) {
  const [host, port] = address.split(':');
  const socket = connect({ host, port: Number(port) });
  const decoder = new FrameDecoder(64 * 1024);
  const answers = [];
  socket.write(Buffer.concat(frames));
  for await (const bytes of socket) {
    answers.push(...decoder.push(bytes));
    if (answers.some(isLast)) return answers;
  }
  throw new Error(`The connection ended after ${answers.length} frames.`);
}

describe('against pushnode', { timeout: 90_000 }, () => {
  const pushnode = new Pushnode();
  let admin;
  let world;

  const phone = (device, options = {}) => {
    const { hello, ...others } = options;
    const labels = { device, profile: 'desktop', client: 'interop 1', app_state: 'APP_STATE_FOREGROUND' };
    return new Phone({ address: pushnode.device, hello: { ...labels, ...hello }, capture, ...others });
  };
  const inject = async (uuid, devices, fields = {}) =>
    admin.session.request('inject', {
      uuid,
      devices,
      payload: Buffer.from('{"alert":"Hello"}'),
      composed_us: nowUs(),
      ...fields,
    });
  const ladder = async (uuid, device, last) => {
    const stages = await world.until(() => {
      const known = world.ladder(uuid, device);
      return known.some(({ stage }) => stage === last) && known;
    });
    return stages.map(({ stage }) => stage);
  };
  const seen = async (device, condition) => {
    await world.until(() => world.device(device) && condition(world.device(device)));
    return world.device(device);
  };

  before(async () => {
    await pushnode.start('--heartbeat', '1s/1s/3', '--background-heartbeat', '900ms/1s/3');
    admin = new Console({ address: pushnode.admin, token: pushnode.token, capture });
    world = admin.world;
    await admin.connect();
    await admin.subscribe();
  });

  after(async () => {
    await admin?.session.goodbye();
    await pushnode.stop();
    writeFileSync(join(process.env.PUSHSCOPE_CAPTURES, 'interop.pcap'), capture.toBuffer()); // for dissector.test.js
    writeFileSync(join(process.env.PUSHSCOPE_CAPTURES, 'interop.json'), JSON.stringify(capture.frames()));
  });

  test('a welcome says what rules', async () => {
    assert.equal(admin.welcome.version, 1);
    assert.equal(admin.welcome.role, 3);
    assert.equal(admin.welcome.node, 'node-1');
    assert.ok(admin.welcome.capabilities.includes('inject'));
    const one = phone('js-welcome');
    const welcome = await one.connect();
    assert.deepEqual(welcome.heartbeat, { interval_ms: 1000, timeout_ms: 1000, misses: 3 });
    assert.deepEqual(welcome.background_heartbeat, { interval_ms: 900, timeout_ms: 1000, misses: 3 });
    assert.equal(welcome.incarnation, admin.welcome.incarnation);
    assert.equal(welcome.open_door, true);
    assert.equal(welcome.resumed, false);
    assert.notEqual(welcome.session, '0');
    await one.session.goodbye();
  });

  describe('who makes a mistake is told so, and gets the goodbye of the table', () => {
    const frame = (name, fields, serial = 1, port = 'device') => {
      const { number, body } = new Commands(port).named(name);
      return encodeFrame({ serial, command: number, body: encode(body, fields) });
    };
    const hello = (fields) => frame('hello', { version_min: 1, version_max: 1, device: 'js-mistakes', ...fields });
    const header = (length) =>
      Buffer.concat([Buffer.from([0, 0, length >> 8, length & 255]), encodeFrame({ command: 0x0101 }).subarray(4)]);
    const mistakes = [
      ['anything else before hello', [frame('ping', { sent_us: 1 })], 5],
      ['a second hello', [hello(), frame('hello', { version_min: 1, version_max: 1, device: 'js-mistakes' }, 2)], 9],
      ['a version above', [hello({ version_min: 2, version_max: 3 })], 4],
      ['a version below', [hello({ version_min: 0, version_max: 0 })], 4],
      ['a body that cannot be read', [encodeFrame({ serial: 1, command: 0x0101, body: Buffer.from([0xff, 0xff]) })], 1],
      ['a device id with a control character', [hello({ device: 'a\u0007b' })], 1],
      ['a device id that is empty', [hello({ device: '' })], 1],
      ['a device id of 129 bytes', [hello({ device: 'x'.repeat(129) })], 2],
      ['a length below 16', [header(15)], 1],
      ['a length above the limit', [header(1025)], 2],
      ['a hello of another port', [frame('hello', { version_min: 1, version_max: 1 }, 1, 'admin')], 5],
    ];
    for (const [mistake, bytes, code] of mistakes) {
      test(mistake, async () => {
        const session = new Session('device', pushnode.device);
        session.writeRaw(Buffer.concat(bytes));
        assert.equal((await session.closed())?.code, code);
      });
    }

    const unreadable = Buffer.from([0xff, 0xff]);
    for (const name of ['ping', 'acknowledge', 'report']) {
      test(`a body of ${name} that cannot be read`, async () => {
        const session = new Session('device', pushnode.device);
        await session.hello({ device: 'js-mistakes' });
        const serial = name === 'ping' ? 2 : 0;
        session.writeRaw(encodeFrame({ serial, command: new Commands('device').named(name).number, body: unreadable }));
        assert.equal((await session.closed())?.code, 1);
      });
    }

    test('a request that cannot be read is refused, and the connection goes on', async () => {
      const sync = (serial, body) => encodeFrame({ serial, command: 0x0113, body });
      const answers = await answersOf(
        pushnode.device,
        [hello(), sync(2, unreadable), sync(3)],
        ({ serial }) => serial === 3,
      );
      const codes = answers.filter(({ command }) => command === 0x8113).map(({ code }) => code);
      assert.deepEqual(codes, [1, 0]);
    });

    test('a wrong credential', async () => {
      const stranger = new Console({ address: pushnode.admin, token: 'f'.repeat(64), capture });
      await assert.rejects(stranger.connect(), ({ goodbye }) => goodbye.code === 5);
    });
  });

  test('an unknown command is refused with 3 if it has a serial, and else ignored; the connection goes on', async () => {
    const body = encode('Hello', { version_min: 1, version_max: 1, credential: Buffer.from(pushnode.token) });
    const frames = [
      { serial: 1, command: 0x0201, body },
      { serial: 2, command: 0x02fe },
      { command: 0x02ff },
      { serial: 3, command: 0x0202, body: encode('Ping', { sent_us: 7 }) },
    ];
    const answers = await answersOf(pushnode.admin, frames.map(encodeFrame), ({ serial }) => serial === 3);
    assert.deepEqual(
      answers.map(({ serial, code }) => [serial, code]),
      [
        [1, 0],
        [2, 3],
        [3, 0],
      ],
    );
    assert.equal(decode('Pong', answers[2].body).sent_us, '7');
  });

  test('a phone is seen by the console and by pushctl, with its round trip, and its clock', async () => {
    const one = phone('js-seen');
    await one.connect();
    const record = await seen('js-seen', ({ link }) => link === 'LINK_STATE_ONLINE');
    assert.equal(record.profile, 'desktop');
    assert.equal(record.client, 'interop 1');
    const [beat] = await world.until(
      () => world.rowsOf('beats', 'js-seen').length > 2 && world.rowsOf('beats', 'js-seen'),
    );
    assert.ok(beat.round_trip_us > 0 && beat.round_trip_us < 1_000_000, `${beat.round_trip_us} µs`);
    const { error, offset } = one.session.clock.at(nowUs());
    assert.ok(Math.abs(offset) <= error + 1000, 'both clocks are this machine’s');

    const sessions = await pushnode.pushctl('sessions');
    const shown = sessions.find(({ device }) => device === 'js-seen');
    assert.equal(shown.link, 'online');
    assert.equal(shown.profile, 'desktop');
    assert.equal(shown.client, 'interop 1');
    assert.equal(shown.address, record.address);
    assert.ok(Math.abs(Date.parse(shown.connected) - Number(record.connected_us) / 1000) < CLOCKS_AGREE_MS);
    assert.deepEqual(
      new Set(sessions.map(({ device }) => device)),
      new Set([...world.devices.values()].map(({ device }) => device)),
    );

    await one.session.goodbye();
    const gone = await seen('js-seen', ({ link }) => link === 'LINK_STATE_OFFLINE');
    assert.deepEqual([gone.closed_by, gone.closed_code, gone.closed_goodbye], [2, 0, 1]);
  });

  test('a phone that falls silent is missed, suspected, and told goodbye 15', async () => {
    const one = phone('js-silent');
    await one.connect();
    one.session.listen();
    assert.equal((await one.session.closed())?.code, 15);
    await seen('js-silent', ({ link }) => link === 'LINK_STATE_OFFLINE');
    assert.deepEqual(
      world.rowsOf('misses', 'js-silent').map(({ missed }) => missed),
      [1, 2, 3],
    );
    const links = world.rowsOf('links', 'js-silent').map(({ link }) => linkName(link));
    assert.deepEqual(links, ['LINK_STATE_SUSPECT', 'LINK_STATE_OFFLINE']);
    const shown = (await pushnode.pushctl('sessions')).find(({ device }) => device === 'js-silent');
    assert.equal(shown.missed, 3);
  });

  test('a sleeping phone whose bytes wake it is pinged by the server', async () => {
    const one = phone('js-sleeper', { hello: { sleep: { wakes_on_data: true } } });
    await one.connect();
    await world.until(() => world.rowsOf('beats', 'js-sleeper').length > 1); // the server's opening ping and a beat
    const pings = on(one.session, 'frame');
    one.become('APP_STATE_SUSPENDED', 'CAUSE_SYSTEM');
    const [name] = (await pings.next()).value;
    assert.equal(name, 'ping');
    await world.until(() => world.rowsOf('apps', 'js-sleeper').some(({ app_state }) => app_state === 3));
    one.become('APP_STATE_FOREGROUND');
    await one.session.goodbye();
  });

  test('a push is handled, acknowledged, followed to its end, traced; pushctl tells the same ladder', async () => {
    const one = phone('js-pushed');
    const pushes = on(one, 'push');
    await one.connect();
    await world.until(() => world.rowsOf('beats', 'js-pushed').length > 0); // its clock is known
    const uuid = newUuid();
    const injected = await inject(uuid, ['js-pushed']);
    assert.equal(injected.accepted, 1);
    const { sequence } = injected.deliveries[0];
    assert.deepEqual(injected.deliveries, [{ device: 'js-pushed', sequence, code: 0, known: false }]);
    const [push, outcome] = (await pushes.next()).value;
    assert.deepEqual([push.uuid, push.sequence, push.attempt, outcome], [uuid, sequence, 1, 'shown']);
    assert.equal(push.payload.toString(), '{"alert":"Hello"}');

    const names = ['COMPOSED', 'ACCEPTED', 'ROUTED', 'WRITTEN', 'WOKEN', 'HANDLED', 'SHOWN', 'ACKNOWLEDGED'].map(
      (name) => `STAGE_${name}`,
    );
    assert.deepEqual((await ladder(uuid, 'js-pushed', 'STAGE_ACKNOWLEDGED')).sort(), [...names].sort());
    const traced = (await admin.session.request('trace', { uuid })).ladder;
    assert.equal(traced.deliveries[0].device, 'js-pushed');
    assert.equal(traced.deliveries[0].payload_bytes, 17);
    assert.equal(traced.stages.stage.length, 8);
    const [printed] = await pushnode.pushctl('trace', text(uuid));
    assert.equal(printed.state, 'acknowledged');
    const stagesOf = (rows) => rows.map(({ stage }) => `STAGE_${stage.toUpperCase()}`);
    assert.deepEqual(stagesOf(printed.ladder).sort(), [...names].sort());
    const byTheServer = stagesOf(printed.ladder.filter(({ source }) => source === 'server')); // the phone's are ± an error
    assert.deepEqual(
      byTheServer,
      names.filter((name) => byTheServer.includes(name)),
    );
    const told = world.ladder(uuid, 'js-pushed');
    for (const { stage, at } of printed.ladder) {
      const { at_us } = told.find((row) => row.stage === `STAGE_${stage.toUpperCase()}`);
      assert.ok(Math.abs(Date.parse(at) - at_us / 1000) < CLOCKS_AGREE_MS, `${stage} at the same time`);
    }
    await assert.rejects(admin.session.request('trace', { uuid: newUuid() }), { code: 7 });

    const again = await inject(uuid, ['js-pushed']);
    assert.deepEqual(again.deliveries, [{ device: 'js-pushed', sequence, code: 0, known: true }]);
    await one.session.goodbye();
  });

  test('a push comes again if nobody acknowledged it, and is shown once', async () => {
    const one = phone('js-twice', { acknowledges: false });
    const pushes = on(one, 'push');
    await one.connect();
    const uuid = newUuid();
    await inject(uuid, ['js-twice']);
    const [first] = (await pushes.next()).value;
    await one.session.cut();
    one.forgetSession();
    one.acknowledges = true;
    await one.connect();
    const [second, outcome] = (await pushes.next()).value;
    assert.deepEqual([second.uuid, second.sequence, second.attempt], [uuid, first.sequence, first.attempt + 1]);
    assert.equal(outcome, 'duplicate');
    const stages = await ladder(uuid, 'js-twice', 'STAGE_ACKNOWLEDGED');
    assert.ok(stages.includes('STAGE_DUPLICATE') && !stages.includes('STAGE_SHOWN'), stages.join());
    await one.session.goodbye();
  });

  test('a session goes on: what was handled is not written again', async () => {
    const one = phone('js-resumed', { acknowledges: false });
    const pushes = on(one, 'push');
    const { session } = await one.connect();
    const [first, second] = [newUuid(), newUuid()];
    await inject(first, ['js-resumed']);
    await pushes.next();
    await one.session.cut();
    one.acknowledges = true;
    await seen('js-resumed', ({ link }) => link === 'LINK_STATE_OFFLINE');
    await inject(second, ['js-resumed']);
    const welcome = await one.connect();
    assert.equal(welcome.resumed, true);
    assert.equal(welcome.session, session);
    const [push, outcome] = (await pushes.next()).value;
    assert.deepEqual([push.uuid, outcome], [second, 'shown']);
    assert.ok(
      (await ladder(first, 'js-resumed', 'STAGE_ACKNOWLEDGED')).filter((stage) => stage === 'STAGE_WRITTEN').length ===
        1,
    );
    await one.session.goodbye();
  });

  test('what an app refuses holds nobody up, and comes again under a new sequence', async () => {
    let takes = false;
    const one = phone('js-refusing', { app: ({ payload }) => takes || payload.toString() !== 'unreadable' });
    const pushes = on(one, 'push');
    await one.connect();
    const [bad, good] = [newUuid(), newUuid()];
    await inject(bad, ['js-refusing'], { payload: Buffer.from('unreadable') });
    await inject(good, ['js-refusing']);
    const [[, first], [behind, second]] = [(await pushes.next()).value, (await pushes.next()).value];
    assert.deepEqual([first, second], ['refused', 'shown']);
    await ladder(good, 'js-refusing', 'STAGE_ACKNOWLEDGED');
    const held = await ladder(bad, 'js-refusing', 'STAGE_HELD');
    assert.ok(held.includes('STAGE_WOKEN') && !held.includes('STAGE_ACKNOWLEDGED'), held.join());
    const [{ queued }] = await admin.pages('queue', { device: 'js-refusing' });
    assert.deepEqual(
      queued.map(({ uuid, reason }) => [uuid, reason]),
      [[bad, 24]],
    );

    takes = true;
    await admin.session.request('manage', { uuid: bad, action: 'QUEUE_ACTION_RETRY_NOW' });
    const [push, outcome] = (await pushes.next()).value;
    assert.deepEqual([push.uuid, outcome], [bad, 'shown']);
    assert.ok(Number(push.sequence) > Number(behind.sequence), 'it went behind what it would have held up');
    assert.equal(push.attempt, 1);
    await ladder(bad, 'js-refusing', 'STAGE_ACKNOWLEDGED');
    await one.session.goodbye();
  });

  test('collections follow their versions', async () => {
    const one = phone('js-account', { hello: { collections: [{ name: 'friends', version: 0 }] } });
    const synced = once(one, 'synced');
    const welcome = await one.connect();
    assert.equal(welcome.synced, false);
    await synced;
    const friends = one.collections.get('friends');
    assert.equal(friends.items.size, 50);

    const { changed } = await admin.session.request('touch', {
      devices: ['js-account'],
      collection: 'friends',
      changes: 3,
    });
    assert.equal(changed, 1);
    const answer = await one.sync(['friends']);
    assert.equal(answer.collections[0].version, friends.version);
    assert.equal(friends.items.size, 50);
    await assert.rejects(one.sync(['enemies']), { code: 7 });

    await one.session.goodbye();
    const back = await one.connect({ collections: [one.kept('friends')] });
    assert.deepEqual([back.resumed, back.synced], [true, true]);
    await one.session.goodbye();
  });

  test('an operator changes how a phone beats', async () => {
    const one = phone('js-ruled');
    const rule = once(one, 'rule');
    await one.connect();
    const foreground = { interval_ms: 1500, timeout_ms: 1250, misses: 2 };
    const background = { interval_ms: 1900, timeout_ms: 1250, misses: 4 };
    const action = 'SESSION_ACTION_HEARTBEAT';
    await admin.session.request('session', { devices: ['js-ruled'], action, foreground, background });
    const [ruled] = await rule;
    assert.deepEqual(ruled, { foreground, background });
    await admin.session.request('session', { devices: ['js-ruled'], action: 'SESSION_ACTION_KICK' });
    assert.equal((await one.session.closed()).code, 0);
    const welcome = await one.connect();
    assert.deepEqual(welcome.heartbeat, foreground);
    await one.session.goodbye();
  });

  test('the gateway of a phone is nudged when the phone cannot be reached', async () => {
    const gateway = phone('js-gateway');
    const nudge = once(gateway, 'nudge');
    await gateway.connect();
    const one = phone('js-behind', { hello: { gateway: 'js-gateway' } });
    await one.connect();
    one.become('APP_STATE_SUSPENDED', 'CAUSE_SYSTEM');
    const uuid = newUuid();
    await inject(uuid, ['js-behind'], { high_priority: true });
    const [body] = await nudge;
    assert.deepEqual(body, { device: 'js-behind', uuid, high_priority: true });
    await one.session.goodbye();
    await gateway.session.goodbye();
  });

  test('an earlier connection of the same device is superseded', async () => {
    const [one, other] = [phone('js-double'), phone('js-double')];
    await one.connect();
    await other.connect();
    assert.equal((await one.session.closed()).code, 14);
    await other.session.goodbye();
  });

  test('what waits is read in pages, looked at, cancelled, given up and purged', async () => {
    const one = phone('js-waiting');
    await one.connect();
    await one.session.goodbye();
    await seen('js-waiting', ({ link }) => link === 'LINK_STATE_OFFLINE');
    const uuids = Array.from({ length: 5 }, newUuid);
    for (const uuid of uuids) await inject(uuid, ['js-waiting']);
    const pages = await admin.pages('queue', { count: 2, device: 'js-waiting' });
    assert.deepEqual(
      pages.map(({ queued }) => queued.length),
      [2, 2, 1],
    );
    const waiting = pages.flatMap(({ queued }) => queued.map(({ uuid }) => text(uuid)));
    assert.deepEqual(waiting, uuids.map(text));
    assert.deepEqual(
      (await pushnode.pushctl('queue', 'list', '--device', 'js-waiting')).map(({ uuid }) => uuid),
      waiting,
    );

    const peeked = await admin.session.request('peek', { device: 'js-waiting', uuid: uuids[0] });
    assert.equal(peeked.payload.toString(), '{"alert":"Hello"}');
    const manage = (action, uuid) => admin.session.request('manage', { uuid, action: `QUEUE_ACTION_${action}` });
    assert.equal((await manage('CANCEL', uuids[0])).changed, 1);
    assert.equal((await manage('DEAD_LETTER', uuids[1])).changed, 1);
    const letters = (await admin.pages('dead letters')).flatMap((page) => page.letters);
    assert.deepEqual(
      letters.map(({ uuid, device }) => [uuid, device]),
      [[uuids[1], 'js-waiting']],
    );
    await assert.rejects(manage('CANCEL', uuids[0]), { code: 7 });
    const purge = (expected) =>
      admin.session.request('manage', {
        uuid: Buffer.alloc(16),
        devices: ['js-waiting'],
        action: 'QUEUE_ACTION_PURGE',
        expected,
      });
    await assert.rejects(purge(2), { code: 9, detail: 'expected: 3 wait now' });
    assert.equal((await purge(3)).changed, 3);
    const past = (await admin.pages('history', { device: 'js-waiting' })).flatMap(({ sessions }) => sessions);
    assert.deepEqual(
      past.map(({ closed_by, closed_goodbye }) => [closed_by, closed_goodbye]),
      [[2, true]],
    );
  });

  test('tags and queries choose devices', async () => {
    const one = phone('js-tagged');
    const pushes = on(one, 'push');
    await one.connect();
    await admin.session.request('tag', { devices: ['js-tagged'], add: ['beta'] });
    await seen('js-tagged', ({ tags }) => tags.includes('beta'));
    const byTag = newUuid();
    assert.deepEqual(
      (await inject(byTag, [], { tag: 'beta' })).deliveries.map(({ device }) => device),
      ['js-tagged'],
    );
    await pushes.next();
    const byQuery = await inject(newUuid(), [], { query: 'device~tagg link:online -app:suspended' });
    assert.deepEqual(
      byQuery.deliveries.map(({ device }) => device),
      ['js-tagged'],
    );
    await pushes.next();
    await one.session.goodbye();
  });

  test('a role that may not is refused with 6, and that is written down', async () => {
    const { token } = await admin.session.request('token add', { name: 'looker', role: 1 });
    const viewer = new Console({ address: pushnode.admin, token, capture });
    const { role } = await viewer.connect();
    assert.equal(role, 1);
    await viewer.subscribe();
    assert.equal(viewer.world.devices.size, world.devices.size);
    await assert.rejects(viewer.session.request('inject', { uuid: newUuid(), devices: ['js-seen'] }), { code: 6 });
    await assert.rejects(viewer.session.request('audit'), { code: 6 });
    await viewer.pages('queue');

    const entries = (await admin.pages('audit', { count: 1000 })).flatMap((page) => page.entries);
    const refused = entries.filter(({ who }) => who === 'looker');
    const written = refused.map(({ action, subject, outcome, role }) => [action, subject, outcome, role]);
    assert.deepEqual(
      written,
      [0x0220, 0x022a].map((command) => ['refused', `command ${command}`, 6, 1]),
    );
    const printed = (await pushnode.pushctl('audit')).filter(({ who }) => who === 'looker');
    assert.deepEqual(
      printed.map(({ action, outcome }) => [action, outcome]),
      refused.map(() => ['refused', 'forbidden']),
    );

    const names = (await admin.session.request('token list')).tokens.map(({ name }) => name);
    assert.ok(names.includes('looker'));
    await admin.session.request('token remove', { name: 'looker' });
    await viewer.session.closed();
  });

  test('a console goes on from its cursor, and gets a snapshot from any other', async () => {
    const one = phone('js-cursor');
    const { cursor } = world;
    await one.connect();
    await seen('js-cursor', ({ link }) => link === 'LINK_STATE_ONLINE');
    const resuming = new Console({ address: pushnode.admin, token: pushnode.token, capture });
    await resuming.connect();
    assert.equal((await resuming.subscribe(cursor)).resumed, true);
    await resuming.world.until(() => resuming.world.device('js-cursor'));
    await resuming.session.goodbye();

    const fresh = new Console({ address: pushnode.admin, token: pushnode.token, capture });
    await fresh.connect();
    const { resumed, devices } = await fresh.subscribe({
      incarnation: randomBytes(8).readBigUInt64BE().toString(),
      sequence: 1,
    });
    assert.equal(resumed, false);
    assert.equal(fresh.world.devices.size, Number(devices));
    await fresh.session.goodbye();
    await one.session.goodbye();
  });

  test('a fleet tells what is true of its phones, and does with them as it is told', async () => {
    const fleet = await new Pushfleet().start(pushnode.device, '--count', '2', '--profile', 'desktop', '--seed', '1');
    const truth = new Console({ port: 'fleet', address: fleet.control, token: fleet.token, capture });
    await truth.connect();
    await truth.subscribe();
    await truth.world.until(() => truth.world.device('phone-0002')?.link === 'LINK_STATE_ONLINE');
    const { changed, unknown } = await truth.session.request('control', {
      devices: ['phone-0001', 'nobody'],
      action: 'PHONE_ACTION_BACKGROUND',
    });
    assert.deepEqual([changed, unknown], [1, 1]);
    await truth.world.until(() => truth.world.rowsOf('apps', 'phone-0001').some(({ app_state }) => app_state === 2));
    await truth.session.goodbye();
    await fleet.stop();
  });
});
