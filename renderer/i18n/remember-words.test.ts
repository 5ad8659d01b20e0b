import { expect, it, vi } from 'vitest';
import { createI18n } from './i18n.ts';
import { rememberWords } from './remember-words.ts';

it('[PF5] looks words without holes up once, and fills holes each time', async () => {
  const i18n = await createI18n('zh-CN');
  const lookUp = vi.spyOn(i18n, 't');
  const t = rememberWords(i18n.getFixedT('zh-CN', 'inbox'));
  expect([t('list'), t('list')]).toEqual(['会话列表', '会话列表']);
  expect(lookUp).toHaveBeenCalledOnce();
  expect(t('unread', { count: 2 })).not.toBe(t('unread', { count: 3 }));
  expect(t('tabs', { ns: 'shops' })).toBe('店铺');
});
