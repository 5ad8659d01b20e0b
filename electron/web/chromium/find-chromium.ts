import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * The executable of a Chromium, Chrome or Edge on this machine, or null. `DUODIAN_CHROMIUM` names one outright and is
 * then the only one looked at, so that a wrong name is noticed and not quietly replaced.
 */
export const findChromium = async (
  environment: Readonly<Record<string, string | undefined>> = process.env,
  system: NodeJS.Platform = process.platform,
): Promise<string | null> => {
  const named = environment['DUODIAN_CHROMIUM'];
  if (named !== undefined && named !== '') return (await isExecutable(named)) ? named : null;
  const candidates = [
    ...knownPaths(environment, system),
    ...onSearchPath(environment, system),
    ...(await installedByPlaywright(environment, system)),
  ];
  for (const candidate of candidates) if (await isExecutable(candidate)) return candidate;
  return null;
};

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

type Environment = Readonly<Record<string, string | undefined>>;

const knownPaths = (environment: Environment, system: NodeJS.Platform): readonly string[] => {
  if (system === 'darwin') {
    const apps = ['/Applications', join(homedir(), 'Applications')];
    return apps.flatMap((folder) => [
      `${folder}/Chromium.app/Contents/MacOS/Chromium`,
      `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
      `${folder}/Microsoft Edge.app/Contents/MacOS/Microsoft Edge`,
    ]);
  }
  if (system === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(
      (name) => environment[name] ?? [],
    );
    return roots.flatMap((root) => [
      `${root}\\Chromium\\Application\\chrome.exe`,
      `${root}\\Google\\Chrome\\Application\\chrome.exe`,
      `${root}\\Microsoft\\Edge\\Application\\msedge.exe`,
    ]);
  }
  return ['/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge', '/snap/bin/chromium'];
};

const onSearchPath = (environment: Environment, system: NodeJS.Platform): readonly string[] => {
  if (system === 'win32' || system === 'darwin') return [];
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
  ];
  const folders = (environment['PATH'] ?? '/usr/bin')
    .split(delimiter)
    .filter((path) => path !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
};

/** Playwright keeps its browsers in one folder a build, for example `chromium-1227/chrome-linux/chrome`; newest first. */
const installedByPlaywright = async (
  environment: Environment,
  system: NodeJS.Platform,
): Promise<readonly string[]> => {
  const root = environment['PLAYWRIGHT_BROWSERS_PATH'] ?? playwrightFolder(environment, system);
  const builds = (await readdir(root).catch(() => []))
    .filter((name) => /^chromium-\d+$/u.test(name))
    .toSorted((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
  const inside = {
    darwin: ['chrome-mac', 'chrome-mac-arm64', 'chrome-mac-x64'].flatMap((folder) => [
      `${folder}/Chromium.app/Contents/MacOS/Chromium`,
      `${folder}/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing`,
    ]),
    win32: ['chrome-win\\chrome.exe', 'chrome-win64\\chrome.exe'],
    other: ['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-linux-arm64/chrome'],
  };
  const tails = system === 'darwin' || system === 'win32' ? inside[system] : inside.other;
  return builds.flatMap((build) => tails.map((tail) => join(root, build, tail)));
};

const playwrightFolder = (environment: Environment, system: NodeJS.Platform): string => {
  if (system === 'darwin') return join(homedir(), 'Library/Caches/ms-playwright');
  if (system === 'win32') return join(environment['LOCALAPPDATA'] ?? homedir(), 'ms-playwright');
  return join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ms-playwright');
};
