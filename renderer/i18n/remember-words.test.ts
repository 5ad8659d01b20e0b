import { expect, it, vi } from 'vitest';
import { createI18n } from './i18n.ts';
import { rememberWords } from './remember-words.ts';

it('[PF5] makes a sentence once for each text of its holes', async () => {
  const i18n = await createI18n('zh-CN');
  const lookUp = vi.fn(i18n.getFixedT('zh-CN', 'inbox'));
  const t = rememberWords(lookUp);
  expect([t('list'), t('list')]).toEqual(['会话列表', '会话列表']);
  expect(lookUp).toHaveBeenCalledOnce();
  expect(t('unread', { count: 2 })).not.toBe(t('unread', { count: 3 }));
  expect(t('unread', { count: 2 })).toBe(t('unread', { count: 2 }));
  expect(lookUp).toHaveBeenCalledTimes(3);
  expect(t('tabs', { ns: 'shops' })).toBe('店铺');
});

it('[PF5] holds no more sentences than it was told to', async () => {
  const i18n = await createI18n('zh-CN');
  const lookUp = vi.fn(i18n.getFixedT('zh-CN', 'inbox'));
  const t = rememberWords(lookUp);
  for (let count = 0; count < 2_000; count += 1) t('unread', { count });
  t('unread', { count: 0 });
  expect(lookUp).toHaveBeenCalledTimes(2_000);
  t('unread', { count: 2_000 });
  t('unread', { count: 0 });
  expect(lookUp).toHaveBeenCalledTimes(2_002);
});
