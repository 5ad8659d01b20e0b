import type { AdapterManifest } from '../adapter/adapter.ts';

/** Addresses, cookies and shapes of 抖店's 飞鸽 workbench, from public sources of 2023-2026. */
export const douyinManifest: AdapterManifest = {
  platform: 'douyin',
  version: '0.1.0',
  allowedHosts: ['.jinritemai.com'],
  workbenchUrl: 'https://im.jinritemai.com/pc_seller_v2/main/workspace',
  loginUrls: [/^https:\/\/fxg\.jinritemai\.com\/login(?:[/?#]|$)/u],
  challengeUrls: [/^https:\/\/verify\.jinritemai\.com\//u],
  cookieDomain: '.jinritemai.com',
  // Cards and videos are not sent as such: nobody has published how the page does it. They go as links.
  capabilities: ['text', 'image', 'upload', 'transfer', 'staff', 'history'],
  expectedShapes: [
    'im',
    'sendText',
    'sendImage',
    'messageStream',
    'upsertStream',
    'batchStream',
    'transfer',
  ],
  textLimit: 500,
  pollEveryMs: 30_000,
};
