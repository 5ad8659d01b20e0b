import type { AdapterManifest } from '../adapter/adapter.ts';

/** Addresses, cookies and shapes of 京东's 咚咚 workbench, from public sources of 2023-2026. */
export const jdManifest: AdapterManifest = {
  platform: 'jd',
  version: '0.1.0',
  allowedHosts: ['.jd.com'],
  workbenchUrl: 'https://dongdong.jd.com/',
  loginUrls: [/^https:\/\/passport\.(?:shop\.)?jd\.com\//u],
  challengeUrls: [/^https:\/\/safe\.jd\.com\//u, /^https:\/\/pc-frequent-pro\.pf\.jd\.com\//u],
  cookieDomain: '.jd.com',
  // Cards and videos are not sent as such: nobody has published how the page does it. They go as links.
  capabilities: ['text', 'image', 'transfer', 'staff', 'history'],
  // What only a transfer needs is looked for when there is one: without it the shop still receives and answers.
  expectedShapes: ['session', 'send', 'messages', 'chatRows'],
  textLimit: 1000,
  // Nobody has published which of the page's sockets brings messages; frames of others are not `chat_message`.
  socketUrls: [/^wss:\/\/(?:[^/]+\.)?jd\.com(?::\d+)?\//u],
  pollEveryMs: 30_000,
};
