import i18next, { type i18n, type Resource } from 'i18next';
import { initReactI18next } from 'react-i18next';

/** The languages of the interface; the first is the default. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Nested texts; `{{name}}` is a hole. */
export type Texts = { readonly [key: string]: string | Texts };
type StringsModule = { readonly strings: Readonly<Record<Language, Texts>> };

/** Every `strings.ts` under the renderer; the folder's name is the namespace. */
const collected: Readonly<Record<string, StringsModule>> = import.meta.glob<StringsModule>(
  ['../*/strings.ts', '../features/*/strings.ts'],
  { eager: true },
);

/** The texts of all folders as i18next wants them: language, namespace, key. */
export const collectResources = (
  modules: Readonly<Record<string, StringsModule>> = collected,
): Resource => {
  const resources: Resource = Object.fromEntries(LANGUAGES.map((language) => [language, {}]));
  for (const [path, module] of Object.entries(modules)) {
    // Vite names this folder's own file './strings.ts'.
    const folder = path.split('/').at(-2) ?? '.';
    const namespace = folder === '.' ? 'i18n' : folder;
    for (const language of LANGUAGES) {
      const texts = resources[language];
      if (texts !== undefined) texts[namespace] = module.strings[language];
    }
  }
  return resources;
};

const STORAGE_KEY = 'duodian.language';

const isLanguage = (text: string | null): text is Language =>
  LANGUAGES.some((language) => language === text);

/** `?lang=` of the address, else what was chosen before, else 中文. */
export const chosenLanguage = (search: string, kept: string | null): Language => {
  const asked = new URLSearchParams(search).get('lang');
  if (isLanguage(asked)) return asked;
  return isLanguage(kept) ? kept : LANGUAGES[0];
};

/** Builds the translator; called once by the entry. */
export const createI18n = async (language: Language): Promise<i18n> => {
  const instance = i18next.createInstance();
  await instance.use(initReactI18next).init({
    resources: collectResources(),
    lng: language,
    fallbackLng: LANGUAGES[0],
    defaultNS: 'app',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return instance;
};

/** Switches at once and remembers the choice on this computer. */
export const changeLanguage = async (instance: i18n, language: Language): Promise<void> => {
  localStorage.setItem(STORAGE_KEY, language);
  document.documentElement.lang = language;
  await instance.changeLanguage(language);
};

/** What was chosen before on this computer. */
export const keptLanguage = (): string | null => localStorage.getItem(STORAGE_KEY);
