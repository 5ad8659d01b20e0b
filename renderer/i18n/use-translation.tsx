import type { i18n, TFunction } from 'i18next';
import { useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { requiredContext } from '../ui/required-context.ts';
import { rememberWords } from './remember-words.ts';

type Translation = { readonly t: TFunction; readonly i18n: i18n };

/** The translators of one language: one for each folder of words, made when it is first asked for. */
class Translations {
  readonly #i18n: i18n;
  readonly #language: string;
  readonly #made = new Map<string, Translation>();

  constructor(instance: i18n, language: string) {
    this.#i18n = instance;
    this.#language = language;
  }

  of(namespace: string): Translation {
    const kept = this.#made.get(namespace);
    if (kept !== undefined) return kept;
    const t = rememberWords(this.#i18n.getFixedT(this.#language, namespace));
    const made = { t, i18n: this.#i18n };
    this.#made.set(namespace, made);
    return made;
  }
}

const [TranslationContext, useTranslations] = requiredContext<Translations>('TranslationProvider');

/** Stands around the whole window, which is drawn anew in another language. */
export const TranslationProvider = ({
  i18n: instance,
  children,
}: {
  readonly i18n: i18n;
  readonly children: ReactNode;
}) => {
  const language = useSyncExternalStore(
    (listener) => {
      instance.on('languageChanged', listener);
      return () => {
        instance.off('languageChanged', listener);
      };
    },
    () => instance.language,
  );
  const translations = useMemo(() => new Translations(instance, language), [instance, language]);
  return <TranslationContext value={translations}>{children}</TranslationContext>;
};

/**
 * The words of a folder; of several, those of the first, and of the others by `{ ns }`. The texts are built in, so nothing is ever
 * waited for; a row asks half a dozen times, and one look at a context is all that it costs.
 */
export const useTranslation = (namespaces: string | readonly string[] = 'app'): Translation => {
  const translations = useTranslations();
  const namespace = typeof namespaces === 'string' ? namespaces : namespaces[0];
  return translations.of(namespace ?? 'app');
};
