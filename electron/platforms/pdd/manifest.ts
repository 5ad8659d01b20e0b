import type { AdapterManifest } from '../page/adapter.ts';

/**
 * 拼多多, interim: hosts, addresses and limits are 拼多多's, page and codec are those of 抖音, which only the sandbox serves
 * there. On the real site the shapes are missing, and the shop says so (`adapter_broken`).
 */
export const pddManifest: AdapterManifest = {
  platform: 'pdd',
  version: '0.1.0-interim',
  allowedHosts: ['.pinduoduo.com'],
  workbenchUrl: 'https://mms.pinduoduo.com/chat-merchant/index.html',
  loginUrls: [/^https:\/\/mms\.pinduoduo\.com\/login(?:[/?#]|$)/u],
  challengeUrls: [/^https:\/\/mms\.pinduoduo\.com\/verify\//u],
  cookieDomain: '.pinduoduo.com',
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
  pollEveryMs: 30_000,
};
