import * as z from 'zod';
import { LANGUAGES } from '#shared/model/language.ts';
import { CLOSINGS, DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts';
import { jsonColumn } from '../row-reader.ts';
import { upsert } from '../writes.ts';
import { Repository } from './repository.ts';

export const SETTINGS_SQL = {
  put: upsert('settings'),
  get: 'SELECT * FROM settings WHERE one = 1',
} as const;

const limits = (standard: Settings['limits']['jd']) =>
  z.object({
    warnMs: z.number().default(standard.warnMs),
    limitMs: z.number().default(standard.limitMs),
    dutyFromMinute: z.number().default(standard.dutyFromMinute),
    dutyToMinute: z.number().default(standard.dutyToMinute),
    backofficeCounts: z.boolean().default(standard.backofficeCounts),
  });

const standard = DEFAULT_SETTINGS;

const alerts = z.object({
  notify: z.boolean().default(standard.alerts.notify),
  showWords: z.boolean().default(standard.alerts.showWords),
  muted: z.boolean().default(standard.alerts.muted),
  quietFromMinute: z.number().default(standard.alerts.quietFromMinute),
  quietToMinute: z.number().default(standard.alerts.quietToMinute),
});

/** A setting that an older version did not write has its default. */
const settings: z.ZodType<Settings> = z.object({
  limits: z.object({
    jd: limits(standard.limits.jd).default(standard.limits.jd),
    taobao: limits(standard.limits.taobao).default(standard.limits.taobao),
    douyin: limits(standard.limits.douyin).default(standard.limits.douyin),
    pdd: limits(standard.limits.pdd).default(standard.limits.pdd),
  }),
  takeOverOnReply: z.boolean().default(standard.takeOverOnReply),
  takeOverMinutes: z.number().default(standard.takeOverMinutes),
  sendAgentReplyFrames: z.boolean().default(standard.sendAgentReplyFrames),
  keepDays: z.number().default(standard.keepDays),
  theme: z.enum(['system', 'light', 'dark']).default(standard.theme),
  sendKey: z.enum(['enter', 'ctrlEnter']).default(standard.sendKey),
  language: z.enum(LANGUAGES).default(standard.language),
  panels: z.object({ list: z.number(), side: z.number() }).default(standard.panels),
  alerts: alerts.default(standard.alerts),
  closing: z.enum(CLOSINGS).default(standard.closing),
});

export const settingsRow = z
  .object({ value: jsonColumn(settings) })
  .transform((row): Settings => row.value);

export class SettingsRepository extends Repository {
  readonly #sql = this.prepare(SETTINGS_SQL);

  put(value: Settings): void {
    this.#sql.put.run(this.sealed('settings', { one: 1, value: JSON.stringify(value) }));
  }

  load(): Settings | null {
    return this.rows.readOne('settings', settingsRow, this.#sql.get.get());
  }
}
