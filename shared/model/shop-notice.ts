import type { BuyerPin, NoticeId, ShopId } from './ids.ts';

/**
 * Why the link of an error frame is not opened (GW13, PL8). `host` is the one that it names, for the sentence.
 * `outside` is a host that is not one of the platform's, `plain` an address without encryption, `port` one of a port that no
 * platform uses; the others cannot be read as the address of a web page.
 */
export const LINK_PROBLEMS = [
  'scheme',
  'userInfo',
  'unreadable',
  'outside',
  'plain',
  'port',
] as const;
export type LinkProblem = { readonly code: (typeof LINK_PROBLEMS)[number]; readonly host: string };

/** How a notice ended: the agent read it, its challenge was solved, or a newer one took its place. */
export const NOTICE_ENDS = ['dismissed', 'solved', 'replaced'] as const;
export type NoticeEnd = (typeof NOTICE_ENDS)[number];

/** An error that the back office told of a shop (spec 5.2): an event with a life of its own, whatever the shop's state does (GW13). */
export type ShopNotice = {
  readonly noticeId: NoticeId;
  readonly shopId: ShopId;
  /** The buyer whom it is about, where the shop knows one of that pin. */
  readonly buyerPin: BuyerPin | null;
  /** Epoch ms at which it arrived. */
  readonly at: number;
  /** The back office's sentence as it was sent; may be empty. */
  readonly words: string;
  /** The address of the verification with its scheme; null where none was sent or it cannot be opened. */
  readonly link: string | null;
  readonly linkProblem: LinkProblem | null;
  /** Null while it is open. */
  readonly ended: { readonly how: NoticeEnd; readonly at: number } | null;
};

/** What stands in `data.verify_link`. Never longer than this; a longer text is no address that a person can check. */
const LONGEST_LINK = 4096;

/**
 * Reads `verify_link`. Back offices write it without a scheme and with blanks around it; both are read as the https address
 * that was meant. Whether its host is one of the platform's is the connector's to say.
 */
export const readVerifyLink = (
  given: string | null | undefined,
): Pick<ShopNotice, 'link' | 'linkProblem'> => {
  const text = (given ?? '').trim();
  if (text === '') return { link: null, linkProblem: null };
  const link = withScheme(text).replaceAll(' ', '%20');
  const [, authority = ''] = /^https?:\/\/([^/?#]*)/iu.exec(link) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const refused = (code: LinkProblem['code']): Pick<ShopNotice, 'link' | 'linkProblem'> => ({
    link: null,
    linkProblem: { code, host: host.slice(0, 255) },
  });
  if (!/^https?:\/\//iu.test(link)) return refused('scheme');
  if (authority.includes('@')) return refused('userInfo');
  if (host === '' || link.length > LONGEST_LINK || UNREADABLE.test(link))
    return refused('unreadable');
  return { link, linkProblem: null };
};

/** A backslash, a control character or an invisible mark makes browsers and people read different addresses. */
const UNREADABLE = /[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const withScheme = (text: string): string => {
  if (/^[a-z][a-z\d+.-]*:\/\//iu.test(text)) return text;
  if (text.startsWith('//')) return `https:${text}`;
  // `passport.jd.com:443/x` is a host with a port; `javascript:…` is a scheme.
  return /^[a-z][a-z\d+.-]*:(?!\d)/iu.test(text) ? text : `https://${text}`;
};

/** Why a link that could be read may not be visited in the shop's session: the first thing about it that a person can see. */
export const refusalOf = (link: string, host: string): LinkProblem => {
  if (host === '') return { code: 'unreadable', host };
  if (/^http:/iu.test(link)) return { code: 'plain', host };
  return { code: /:\d+$/u.test(host) ? 'port' : 'outside', host };
};

/**
 * Whether a newer notice takes the place of an open one: it is about the same shop and buyer, and does not take away a link
 * that the agent may still need.
 */
export const replaces = (newer: ShopNotice, open: ShopNotice): boolean =>
  newer.shopId === open.shopId &&
  newer.buyerPin === open.buyerPin &&
  (newer.link !== null || open.link === null);
