import i18next, { type i18n, type Resource } from 'i18next';
import { LANGUAGES, type Language } from '#shared/model/language.ts';

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

/** `?lang=` of the address, else what the host put on the page, else 中文. */
export const chosenLanguage = (search: string, given: string): Language => {
  const asked = new URLSearchParams(search).get('lang') ?? given;
  return LANGUAGES.find((language) => language === asked) ?? LANGUAGES[0];
};

/** Builds the translator; called once by the entry. */
export const createI18n = async (language: Language): Promise<i18n> => {
  const instance = i18next.createInstance();
  await instance.init({
    resources: collectResources(),
    lng: language,
    fallbackLng: LANGUAGES[0],
    defaultNS: 'app',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return instance;
};

/** Switches this window at once. */
export const showLanguage = async (instance: i18n, language: Language): Promise<void> => {
  document.documentElement.lang = language;
  await instance.changeLanguage(language);
};
