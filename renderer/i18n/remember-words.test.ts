import { expect, it, vi } from 'vitest';
import { createI18n } from './i18n.ts';

it('[PF5] looks words without holes up once, and fills holes each time', async () => {
  const i18n = await createI18n('zh-CN');
  const lookUp = vi.spyOn(i18n, 't');
  const t = i18n.getFixedT('zh-CN', 'inbox');
  expect(i18n.getFixedT('zh-CN', 'inbox')).toBe(t);
  expect([t('list'), t('list')]).toEqual(['会话列表', '会话列表']);
  expect(lookUp).toHaveBeenCalledOnce();
  expect(t('unread', { count: 2 })).not.toBe(t('unread', { count: 3 }));
});

it('another language or namespace has words of its own', async () => {
  const i18n = await createI18n('zh-CN');
  expect(i18n.getFixedT('en', 'inbox')('list')).not.toBe('会话列表');
  expect(i18n.getFixedT('zh-CN', 'shops')('tabs')).toBe('店铺');
  expect(i18n.getFixedT('zh-CN', 'shops')('list', { ns: 'inbox' })).toBe('会话列表');
});
