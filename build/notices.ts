import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type LockedPackage, shippedPackages } from './locked-packages.ts';
import { ROOT } from './run-tool.ts';

const LICENCE_FILE = /^(licen[cs]e|notice|copying)/iu;

/** The package's own licence texts; where it brings none, the licence that it names. */
const textsOf = ({ folder, license }: LockedPackage): string => {
  const place = path.join(ROOT, folder);
  const files = readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map(({ name }) => readFileSync(path.join(place, name), 'utf8').trim());
  return files.length === 0 ? `Licence: ${license ?? 'unknown'}` : files.join('\n\n');
};

/** The notices of everything that ships with the app, made from the lockfile. */
export const thirdPartyNotices = (): string =>
  [
    'Duodian is made with the work of others. Electron and Chromium bring their own notices beside this file.',
    ...shippedPackages().map(
      (one) => `${'-'.repeat(78)}\n${one.name} ${one.version}\n\n${textsOf(one)}`,
    ),
  ].join('\n\n');
