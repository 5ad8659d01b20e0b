import { useState } from 'react';
import { sameKeyOf, textOf, type Phrase } from '#shared/model/phrase.ts';
import { PLATFORMS, type Platform } from '#shared/model/platform.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useShops } from '../../state/replica/replica.ts';
import { usePhrases } from '../../state/phrases/phrases.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { newPhrase } from './new-phrase.ts';
import styles from './StarterDialog.module.css';
import { starterSetOf } from './starter-set.ts';

const asPhrases = (platform: Platform, known: ReadonlySet<string>): readonly Phrase[] =>
  starterSetOf(platform)
    .filter((content) => !known.has(sameKeyOf(content)))
    .map(newPhrase);

/** Offers phrases that most shops need, for each platform; nothing is added that the agent has not chosen. */
export const StarterDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation('phrases');
  const { t: ui } = useTranslation('ui');
  const command = useCommand();
  const notify = useToast();
  const shops = useShops();
  const phrases = usePhrases((state) => state.phrases);
  const [chosen, setChosen] = useState<ReadonlySet<Platform>>(
    () => new Set(shops.flatMap(({ platform }) => (platform === null ? [] : [platform]))),
  );
  const [shown, setShown] = useState<Platform>(() => [...chosen][0] ?? 'jd');
  const add = async (): Promise<void> => {
    const known = new Set([...phrases.values()].map(sameKeyOf));
    const added = [...chosen].flatMap((platform) => asPhrases(platform, known));
    if (added.length > 0) {
      const answer = await command('phrases.save', { phrases: added });
      if (!answer.ok) return;
    }
    notify({ tone: 'done', text: t('starterAdded', { count: added.length }) });
    onClose();
  };
  return (
    <Dialog
      title={t('addStarter')}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button variant="primary" isDisabled={chosen.size === 0} onPress={() => void add()}>
            {t('add')}
          </Button>
        </>
      }
    >
      <p className={styles['lead']}>{t('starterLead')}</p>
      <div className={styles['platforms']}>
        {PLATFORMS.map((platform) => (
          <div key={platform} className={styles['platform']} data-shown={platform === shown}>
            <label className={styles['label']}>
              <input
                type="checkbox"
                checked={chosen.has(platform)}
                onChange={(event) => {
                  const others = [...chosen].filter((name) => name !== platform);
                  setChosen(new Set(event.target.checked ? [...others, platform] : others));
                  setShown(platform);
                }}
              />
              <PlatformMark platform={platform} isSilent />
              {ui(`platform.${platform}.name`)}
            </label>
            <Button
              variant="quiet"
              aria-label={t('showSet', { platform: ui(`platform.${platform}.name`) })}
              aria-pressed={platform === shown}
              onPress={() => {
                setShown(platform);
              }}
            >
              {t('setSize', { count: starterSetOf(platform).length })}
            </Button>
          </div>
        ))}
      </div>
      <ul className={styles['lines']} tabIndex={0} aria-label={t('starterLines')}>
        {starterSetOf(shown).map((content) => (
          <li key={content.code}>
            <strong>{content.code}</strong> {textOf(content)}
          </li>
        ))}
      </ul>
    </Dialog>
  );
};
