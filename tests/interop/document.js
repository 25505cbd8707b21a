// What protocol/README.md says in a form that can be checked: its tables, and its frames in hex with JSON below them.
import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../../protocol/README.md', import.meta.url), 'utf8');

const section = (title) => text.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';

/** The cells of each row of a section's first table, without the marks of code. */
function table(title) {
  const rows = section(title)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.replaceAll('`', '').trim()),
  );
}

/** [number, name, body, body of the answer] of each command, as in commands.js. */
export function documentedCommands() {
  return table('Commands').flatMap(([numbers, name, , body, answer]) =>
    numbers.split(' ').map((number) => [Number(number), name, body, ...(answer === '–' ? [] : [answer])]),
  );
}

/**
 * The frames in hex, and what they are as JSON: { bytes, json }. Hex stands at the beginning of a line, in pairs of digits;
 * what they mean follows after four spaces or as other words. The JSON begins with "{" and goes on until it is whole.
 */
export function documentedFrames() {
  const frames = [];
  for (const [, example] of text.matchAll(/^```\n(.*?)^```$/gms)) {
    let hex = '';
    let json = '';
    for (const line of example.split('\n')) {
      if (json || line.startsWith('{')) json += line;
      else
        hex += line
          .trimStart()
          .split('    ')[0]
          .match(/^([0-9a-f]{2}( +|$))*/)[0]
          .replaceAll(' ', '');
      if (!isWhole(json)) continue;
      frames.push({ bytes: Buffer.from(hex, 'hex'), json: JSON.parse(json) });
      [hex, json] = ['', ''];
    }
    if (hex || json) throw new Error(`This example does not end with JSON:\n${example}`);
  }
  return frames;
}

function isWhole(json) {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}
