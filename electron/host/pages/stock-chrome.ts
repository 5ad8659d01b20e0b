/** A system as a browser tells it to sites; `release` is the one of the system's core. */
export type SystemOfPages = {
  readonly platform: NodeJS.Platform;
  readonly release: string;
  readonly arch: string;
};

/** What `Emulation.setUserAgentOverride` is given. */
export type PageIdentity = Readonly<Record<string, unknown>>;

type Brand = { readonly brand: string; readonly version: string };

/** The platforms know browsers, not apps. Chrome itself tells its major version alone. */
export const stockUserAgent = (given: string): string =>
  given
    .replaceAll(/ (?:Electron|duodian|多店)\/\S+/giu, '')
    .replace(/\b(?:Headless)?Chrome\/(\d+)[\d.]*/u, 'Chrome/$1.0.0.0');

const ODD_CHARACTERS = [' ', '(', ':', '-', '.', '/', ')', ';', '=', '?', '_'];
const ODD_VERSIONS = ['8', '99', '24'];
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

const takenFrom = <Value>(list: readonly Value[], at: number): Value =>
  list[at % list.length] as Value;

/**
 * The three names that a Chrome of this version goes by. One of them is odd on purpose, so that sites learn to read the list; it and the
 * order follow from the version (Chromium: components/embedder_support/user_agent_utils.cc).
 */
export const brandsOf = (version: string, isFull: boolean): readonly Brand[] => {
  const major = Number.parseInt(version, 10);
  const own = isFull ? version : String(major);
  const [first, second] = [takenFrom(ODD_CHARACTERS, major), takenFrom(ODD_CHARACTERS, major + 1)];
  const oddVersion = takenFrom(ODD_VERSIONS, major);
  const brands: readonly Brand[] = [
    { brand: `Not${first}A${second}Brand`, version: isFull ? `${oddVersion}.0.0.0` : oddVersion },
    { brand: 'Chromium', version: own },
    { brand: 'Google Chrome', version: own },
  ];
  const places = takenFrom<readonly number[]>(ORDERS, major);
  return [0, 1, 2].flatMap((place) => brands[places.indexOf(place)] ?? []);
};

/** As Chrome counts Windows: 10 is 10.0.0, and 11 begins at 13. */
const windowsVersion = (release: string): string => {
  const build = Number(release.split('.')[2]);
  if (build >= 26_100) return '19.0.0';
  if (build >= 22_621) return '15.0.0';
  return build >= 22_000 ? '14.0.0' : '10.0.0';
};

/** Darwin 20 is macOS 11, and so on; 25 is macOS 26. */
const macVersion = (release: string): string => {
  const darwin = Number.parseInt(release, 10);
  return `${darwin >= 25 ? darwin + 1 : darwin - 9}.0.0`;
};

const platformOf = ({ platform, release }: SystemOfPages): readonly [string, string] => {
  if (platform === 'win32') return ['Windows', windowsVersion(release)];
  return platform === 'darwin' ? ['macOS', macVersion(release)] : ['Linux', ''];
};

/** Chrome's answer to who it is, for `Emulation.setUserAgentOverride`. `version` is the browser's full one. */
export const asStockChrome = (
  userAgent: string,
  version: string,
  system: SystemOfPages,
): PageIdentity => {
  const [platform, platformVersion] = platformOf(system);
  return {
    userAgent: stockUserAgent(userAgent),
    userAgentMetadata: {
      brands: brandsOf(version, false),
      fullVersionList: brandsOf(version, true),
      platform,
      platformVersion,
      architecture: system.arch.startsWith('arm') ? 'arm' : 'x86',
      bitness: '64',
      model: '',
      mobile: false,
      wow64: false,
    },
  };
};

/**
 * What every page of a shop is told at its beginning, in either host: it is looked at and has the keyboard, whether anyone sees it or not
 * (a page that thinks it is hidden stops asking for new messages), and who it is where its browser does not say so itself.
 */
export const beginPage = async (
  send: (method: string, parameters: Readonly<Record<string, unknown>>) => Promise<unknown>,
  identity: PageIdentity | null,
): Promise<void> => {
  await send('Emulation.setFocusEmulationEnabled', { enabled: true });
  if (identity !== null) await send('Emulation.setUserAgentOverride', identity);
};
