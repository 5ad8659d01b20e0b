import type { AdapterManifest } from '../page/adapter.ts';

/**
 * 京东 (京麦, 咚咚), interim: hosts, addresses and limits are 京东's, page and codec are those of 抖音, which only the sandbox
 * serves there. On the real site the shapes are missing, and the shop says so (`adapter_broken`).
 */
export const jdManifest: AdapterManifest = {
  platform: 'jd',
  version: '0.1.0-interim',
  allowedHosts: ['.jd.com'],
  workbenchUrl: 'https://dongdong.jd.com/',
  loginUrls: [/^https:\/\/passport\.(?:shop\.)?jd\.com\//u],
  challengeUrls: [/^https:\/\/safe\.jd\.com\//u, /^https:\/\/pc-frequent-pro\.pf\.jd\.com\//u],
  cookieDomain: '.jd.com',
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
  textLimit: 1000,
  pollEveryMs: 30_000,
};
