import type { Platform } from '#shared/model/platform.ts';
import type { PlatformLimits, Settings } from '#shared/model/settings.ts';

/** The reply limits that hold for a shop. One whose platform is not known yet is held to the common ones. */
export const limitsOf = (settings: Settings, platform: Platform | null): PlatformLimits =>
  settings.limits[platform ?? 'douyin'];
