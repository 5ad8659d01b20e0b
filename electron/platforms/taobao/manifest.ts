import type { AdapterManifest } from '../page/adapter.ts';

/**
 * 淘宝/天猫 (千牛), interim: hosts, addresses and limits are 淘宝's, page and codec are those of 抖音, which only the sandbox
 * serves there. On the real site the shapes are missing, and the shop says so (`adapter_broken`).
 */
export const taobaoManifest: AdapterManifest = {
  platform: 'taobao',
  version: '0.1.0-interim',
  allowedHosts: ['.taobao.com', '.tmall.com'],
  workbenchUrl: 'https://myseller.taobao.com/',
  loginUrls: [/^https:\/\/login\.(?:taobao|tmall)\.com\//u],
  challengeUrls: [/^https:\/\/[^/]+\/(?:.*\/)?_____tmd_____\/punish/u],
  cookieDomain: '.taobao.com',
  capabilities: ['text', 'image', 'transfer', 'staff', 'history'],
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
  // The seller's phone can take the session and swallow what would be pushed here.
  pollEveryMs: 12_000,
};
