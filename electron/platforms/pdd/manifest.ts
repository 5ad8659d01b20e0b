import type { AdapterManifest } from '../adapter/adapter.ts';

/** Addresses, cookies and shapes of 拼多多's 商家后台 chat, from public sources of 2023-2026. */
export const pddManifest: AdapterManifest = {
  platform: 'pdd',
  version: '0.1.0',
  allowedHosts: ['.pinduoduo.com'],
  workbenchUrl: 'https://mms.pinduoduo.com/chat-merchant/index.html',
  loginUrls: [/^https:\/\/mms\.pinduoduo\.com\/login(?:[/?#]|$)/u],
  challengeUrls: [/^https:\/\/mms\.pinduoduo\.com\/verify(?:[/?#]|$)/u],
  cookieDomain: '.pinduoduo.com',
  capabilities: ['text', 'image', 'upload', 'product_card', 'transfer', 'staff', 'history'],
  // Its name is an assumption: nobody has published how the page's own HTTP client is reached.
  expectedShapes: ['httpClient', 'httpPost'],
  textLimit: 500,
  socketUrls: [/^wss:\/\/(?:m-ws|titan-ws)\.pinduoduo\.com\//u],
  pollEveryMs: 30_000,
};
