import { decodePunycode } from './punycode.ts';

/** The one part of the platform that this file needs; browsers and Node have the same (WHATWG). */
declare const URL: {
  canParse(text: string): boolean;
  new (text: string): {
    readonly href: string;
    readonly protocol: string;
    readonly username: string;
    readonly password: string;
    readonly hostname: string;
  };
};

/**
 * Why a link may not be what it seems (SE4). `lookalike`: its host can be taken for another. `address`: a bare IP address,
 * which no shop uses. `ownNetwork`: it leads to this computer or into the house.
 */
export const LINK_DOUBTS = ['lookalike', 'address', 'ownNetwork'] as const;
export type LinkDoubt = (typeof LINK_DOUBTS)[number];

/** A link of a foreign text, read as the browser will read it. */
export type WebLink = {
  /** The whole address, normalised: what is shown to the agent, and the very text that is opened. */
  readonly url: string;
  /** Its host for the eye: as it is written where one script is its own, else in ASCII. */
  readonly host: string;
  /** The host's ASCII (punycode) form when it is not the one shown. */
  readonly ascii: string | null;
  readonly isEncrypted: boolean;
  readonly doubts: readonly LinkDoubt[];
};

export const LONGEST_LINK = 4096;

/**
 * Browsers leave tabs and line ends out, read a backslash as a slash, and ignore marks that nobody sees: with any of them a person
 * and a browser read different addresses.
 */
const MISLEADING = /[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** Exactly two slashes, and before the path no `@`: what stands before one looks like a host and is none. */
const WRITTEN = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/iu;

/** Reads an http(s) address; null for what is none, or is written so that it can be read in two ways. */
export const readWebLink = (text: string): WebLink | null => {
  const written = text.trim();
  const isReadable =
    written.length <= LONGEST_LINK && !MISLEADING.test(written) && WRITTEN.test(written);
  if (!isReadable || !URL.canParse(written)) return null;
  const { href, protocol, username, password, hostname } = new URL(written);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  if (username !== '' || password !== '' || hostname === '' || href.length > LONGEST_LINK)
    return null;
  const shown = shownHost(hostname);
  const doubts: LinkDoubt[] = [];
  if (shown === null) doubts.push('lookalike');
  if (isIpAddress(hostname)) doubts.push('address');
  if (isOwnNetwork(hostname)) doubts.push('ownNetwork');
  return {
    url: href,
    host: shown ?? hostname,
    ascii: shown === null || shown === hostname ? null : hostname,
    isEncrypted: protocol === 'https:',
    doubts,
  };
};

/** Scripts whose letters nobody takes for Latin ones. */
const DISTINCT_SCRIPTS = [
  /^[\p{Script=Han}\d.-]+$/u,
  /^[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー\d.-]+$/u,
  /^[\p{Script=Hangul}\d.-]+$/u,
  /^[\p{Script=Thai}\d.-]+$/u,
] as const;

/** The host as it is written, null when it must be shown in ASCII: letters of several scripts, or ones like Latin letters. */
const shownHost = (ascii: string): string | null => {
  if (!/(?:^|\.)xn--/u.test(ascii)) return ascii;
  const labels = ascii
    .split('.')
    .map((label) => (label.startsWith('xn--') ? decodePunycode(label.slice(4)) : label));
  if (labels.includes(null)) return null;
  const written = labels.join('.');
  const isDistinct = DISTINCT_SCRIPTS.some((script) => script.test(written));
  // Only what leads back to the same host may stand for it.
  const leadsBack = URL.canParse(`http://${written}`) && new URL(`http://${written}`).hostname;
  return isDistinct && leadsBack === ascii ? written : null;
};

/** `URL` has made dotted numbers of every way to write one: decimal, octal, hexadecimal, shortened. */
const IPV4 = /^(\d+)\.(\d+)\.\d+\.\d+$/u;

const isIpAddress = (host: string): boolean => host.startsWith('[') || IPV4.test(host);

const OWN_NAMES =
  /(?:^|\.)(?:localhost|local|localdomain|lan|home|internal|intranet|corp|arpa|test)$/u;

const isOwnNetwork = (hostname: string): boolean => {
  const host = hostname.replace(/\.+$/u, '');
  // Of IPv6 only 2000::/3 is the open internet, less what carries an IPv4 address (6to4).
  if (host.startsWith('[')) return !/^\[[23][\da-f]{3}:/u.test(host) || host.startsWith('[2002:');
  const [, first, second] = IPV4.exec(host) ?? [];
  if (first !== undefined) return isOwnIpv4(Number(first), Number(second));
  return !host.includes('.') || OWN_NAMES.test(host);
};

const isOwnIpv4 = (first: number, second: number): boolean =>
  first === 0 ||
  first === 10 ||
  first === 127 ||
  (first === 100 && second >= 64 && second < 128) ||
  (first === 169 && second === 254) ||
  (first === 172 && second >= 16 && second < 32) ||
  (first === 192 && second === 168) ||
  (first === 198 && (second === 18 || second === 19)) ||
  first >= 224;
