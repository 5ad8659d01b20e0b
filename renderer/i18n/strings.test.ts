import { describe, expect, it } from 'vitest';
import { COMMAND_GROUPS, COMMAND_IDS } from '#shared/model/commands.ts';
import { GATEWAY_END_REASONS } from '#shared/model/gateway-status.ts';
import { QUARANTINE_KINDS } from '#shared/model/quarantine.ts';
import { ERROR_KINDS } from '#shared/model/result.ts';
import { SHOP_STATES } from '#shared/model/shop.ts';
import { STORAGE_TROUBLES } from '#shared/model/storage-status.ts';
import { errorKey, reasonKey, storageKey } from './error-text.ts';
import { LANGUAGES } from '#shared/model/language.ts';
import { chosenLanguage, collectResources, createI18n, type Texts } from './i18n.ts';

const sources = import.meta.glob<string>(['../**/*.tsx', '../**/*.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
const resources = collectResources();
const namespaces = Object.keys(resources['zh-CN'] ?? {});

const flatten = (texts: Texts): ReadonlyMap<string, string> => {
  const all = new Map<string, string>();
  const walk = (part: Texts, prefix: string): void => {
    for (const [key, value] of Object.entries(part)) {
      if (typeof value === 'string') all.set(`${prefix}${key}`, value);
      else walk(value, `${prefix}${key}.`);
    }
  };
  walk(texts, '');
  return all;
};
const textsOf = (language: string, namespace: string): ReadonlyMap<string, string> =>
  flatten(resources[language]?.[namespace] as Texts);
const holes = (text: string): readonly string[] =>
  (text.match(/\{\{\s*\w+\s*\}\}/gu) ?? []).toSorted();

/** Without comments, which may speak any language. */
const codeOf = (source: string): string =>
  source.replaceAll(/\/\*[\s\S]*?\*\//gu, '').replaceAll(/(^|\s)\/\/.*$/gmu, '');

describe('translations', () => {
  it('every folder with words is collected', () => {
    expect(namespaces).toEqual(
      expect.arrayContaining([
        'app',
        'ui',
        'i18n',
        'inbox',
        'shops',
        'status',
        'first-run',
        'settings',
      ]),
    );
  });

  it.each(namespaces)('%s has the same keys and the same holes in both languages', (namespace) => {
    const chinese = textsOf('zh-CN', namespace);
    const english = textsOf('en', namespace);
    expect([...english.keys()].toSorted()).toEqual([...chinese.keys()].toSorted());
    for (const [key, text] of chinese) {
      expect(holes(english.get(key) ?? ''), key).toEqual(holes(text));
      expect(text.trim(), key).not.toBe('');
    }
  });

  it('no component holds words of its own', () => {
    const offenders = Object.entries(sources)
      .filter(([path]) => path.endsWith('.tsx'))
      // 多 is the program's sign, a picture rather than a word.
      .filter(([, source]) => /\p{Script=Han}/u.test(codeOf(source).replaceAll('多', '')))
      .map(([path]) => path);
    expect(offenders).toEqual([]);
  });

  it('every key that is written out in full exists', () => {
    const all = new Set<string>();
    for (const namespace of namespaces) {
      for (const key of textsOf('zh-CN', namespace).keys()) all.add(key);
    }
    const missing = Object.entries(sources).flatMap(([path, source]) =>
      path.includes('.test.')
        ? []
        : [...codeOf(source).matchAll(/\bt\('([^']+)'/gu)]
            .map((match) => (match[1] ?? '').replace(/^[\w-]+:/u, ''))
            .filter((key) => !all.has(key) && !all.has(`${key}_other`))
            .map((key) => `${path}: ${key}`),
    );
    expect(missing).toEqual([]);
  });

  it.each(LANGUAGES)(
    '%s has a sentence for every error, end of the line, frame set aside, shop state and command',
    async (language) => {
      const i18n = await createI18n(language);
      const keys = [
        ...ERROR_KINDS.map(errorKey),
        ...GATEWAY_END_REASONS.map(reasonKey),
        ...QUARANTINE_KINDS.map((kind) => `aside.${kind}`),
        ...STORAGE_TROUBLES.map(storageKey),
        ...COMMAND_IDS.map((id) => `command.${id}`),
        ...COMMAND_GROUPS.map((group) => `commandGroup.${group}`),
        ...SHOP_STATES.flatMap((state) => [`state.${state}.short`, `state.${state}.text`]),
      ];
      expect(keys.filter((key) => !i18n.exists(key, { ns: 'i18n' }))).toEqual([]);
    },
  );

  it('the address decides the language, then the page as the host gave it, then Chinese', () => {
    expect(chosenLanguage('?lang=en', 'zh-CN')).toBe('en');
    expect(chosenLanguage('?x=1', 'en')).toBe('en');
    expect(chosenLanguage('?lang=fr', '')).toBe('zh-CN');
  });

  it('Chinese words have Chinese punctuation', () => {
    const halfWidth = /[\p{Script=Han}」”）】}][,:;?!](?!\d)|[,:;?!]\s?[\p{Script=Han}「“（【]/u;
    const textsIn = (texts: Texts, path: string): readonly string[] =>
      Object.entries(texts).flatMap(([key, text]) =>
        typeof text === 'string' ? [`${path}.${key}: ${text}`] : textsIn(text, `${path}.${key}`),
      );
    const chinese = Object.entries(collectResources()['zh-CN'] ?? {}).flatMap(([folder, texts]) =>
      textsIn(texts as Texts, folder),
    );
    expect(chinese.length).toBeGreaterThan(300);
    expect(chinese.filter((line) => halfWidth.test(line.slice(line.indexOf(': ') + 2)))).toEqual(
      [],
    );
  });
});
