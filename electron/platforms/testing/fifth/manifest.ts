import type { AdapterManifest } from '../../adapter/adapter.ts';
import type { Platform } from '#shared/model/platform.ts';

/** The model knows four platforms; a real fifth one is a word of `PLATFORMS`, and needs no cast. */
export const FIFTH = 'fifth' as Platform;

export const fifthManifest: AdapterManifest = {
  platform: FIFTH,
  version: '0.1.0',
  allowedHosts: ['desk.fifth.example'],
  workbenchUrl: 'https://desk.fifth.example/desk',
  loginUrls: [/^https:\/\/desk\.fifth\.example\/login$/u],
  challengeUrls: [],
  cookieDomain: '.fifth.example',
  capabilities: ['text'],
  expectedShapes: ['say', 'hear'],
  textLimit: 200,
  pollEveryMs: 1_000,
};
