import type { AdapterManifest } from '../adapter/adapter.ts';

/** 淘宝/天猫 (千牛). Sources and how sure each fact is: the README of this folder. */
export const taobaoManifest: AdapterManifest = {
  platform: 'taobao',
  version: '0.1.0',
  allowedHosts: ['.taobao.com', '.tmall.com'],
  workbenchUrl: 'https://myseller.taobao.com/',
  loginUrls: [/^https:\/\/login\.(?:taobao|tmall)\.com\//u],
  challengeUrls: [/^https:\/\/[^/]+\/(?:.*\/)?_____tmd_____\/punish/u],
  cookieDomain: '.taobao.com',
  // Nobody has published how a conversation is handed over by the page.
  capabilities: ['text', 'image', 'upload', 'staff', 'history'],
  expectedShapes: ['mtop', 'chatCore', 'chatCoreRequest'],
  textLimit: 500,
  // The host of the socket is none of the shop's own: it may only be listened to, never visited.
  socketUrls: [/^wss:\/\/wss-cntaobao\.dingtalk\.com(?:\/|$)/u],
  // The seller's phone can take the session and swallow what would be pushed here.
  pollEveryMs: 12_000,
};
