import { LANGUAGES, type Language } from './language.ts';
import type { Platform } from './platform.ts';

/**
 * Reply limits of one platform (CV7, CV8). Duty hours are minutes after local midnight; an end that is not behind the begin
 * is the next day's (20:00 to 02:00), and an equal one means all day.
 */
export type PlatformLimits = {
  readonly warnMs: number;
  readonly limitMs: number;
  readonly dutyFromMinute: number;
  readonly dutyToMinute: number;
  /** Whether a back-office reply stops the waiting clock. */
  readonly backofficeCounts: boolean;
};

/** Widths that the panels of a window may have, in pixels. */
export const PANEL_WIDTHS = {
  list: { min: 248, max: 440 },
  side: { min: 260, max: 480 },
} as const;

/** How the desktop calls its agent while its window is not in front. Of no use in a browser. */
export type AlertSettings = {
  /** Whether there are notifications at all. */
  readonly notify: boolean;
  /** Whether they name the buyer and say what was written; otherwise they count. */
  readonly showWords: boolean;
  /** Without a sound. */
  readonly muted: boolean;
  /** Nobody is called in these hours: minutes after local midnight, as duty hours are; none when both are equal. */
  readonly quietFromMinute: number;
  readonly quietToMinute: number;
};

/** What the desktop does when its window is closed. */
export const CLOSINGS = ['ask', 'tray', 'quit'] as const;
export type Closing = (typeof CLOSINGS)[number];

export type Settings = {
  readonly limits: Readonly<Record<Platform, PlatformLimits>>;
  readonly takeOverOnReply: boolean;
  /** 0 means: until switched off. */
  readonly takeOverMinutes: number;
  /** GW12: tell the gateway of the agent's own replies by frames of type `agent_reply`. Off unless it asks for them. */
  readonly sendAgentReplyFrames: boolean;
  /** How long messages stay on this computer, in days; 0 means for ever (PF4). */
  readonly keepDays: number;
  readonly theme: 'system' | 'light' | 'dark';
  readonly sendKey: 'enter' | 'ctrlEnter';
  readonly language: Language;
  /** Widths in pixels. */
  readonly panels: { readonly list: number; readonly side: number };
  readonly alerts: AlertSettings;
  readonly closing: Closing;
};

const DAY: PlatformLimits = {
  warnMs: 100_000,
  limitMs: 180_000,
  dutyFromMinute: 8 * 60,
  dutyToMinute: 23 * 60,
  backofficeCounts: true,
};

export const DEFAULT_SETTINGS: Settings = {
  limits: { jd: { ...DAY, warnMs: 20_000, limitMs: 30_000 }, taobao: DAY, douyin: DAY, pdd: DAY },
  takeOverOnReply: true,
  takeOverMinutes: 10,
  sendAgentReplyFrames: false,
  keepDays: 180,
  theme: 'system',
  sendKey: 'enter',
  language: LANGUAGES[0],
  panels: { list: 304, side: 316 },
  alerts: { notify: true, showWords: false, muted: false, quietFromMinute: 0, quietToMinute: 0 },
  closing: 'ask',
};

/** The reply limits that hold for a shop. One whose platform is not known yet is held to the common ones. */
export const limitsOf = (settings: Settings, platform: Platform | null): PlatformLimits =>
  settings.limits[platform ?? 'douyin'];
