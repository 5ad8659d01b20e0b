import { useState, type ReactNode } from 'react';
import type { ShopId } from '#shared/model/ids.ts';
import { assertNever } from '#shared/model/result.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { AboutSection } from './AboutSection.tsx';
import { DesktopSection } from './DesktopSection.tsx';
import { GeneralSection } from './GeneralSection.tsx';
import { LimitsSection } from './LimitsSection.tsx';
import { OfficeSection } from './OfficeSection.tsx';
import { RepliesSection } from './RepliesSection.tsx';
import styles from './Settings.module.css';
import { ShopsSection } from './ShopsSection.tsx';

export const SETTINGS_SECTIONS = [
  'general',
  'desktop',
  'replies',
  'limits',
  'shops',
  'office',
  'about',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** Everything that can be chosen; each change holds at once. */
export const SettingsDialog = ({
  section: first = 'general',
  shopId = null,
  onEnterServer,
  onClose,
}: {
  readonly section?: SettingsSection;
  /** The shop to show first, in the section of the shops. */
  readonly shopId?: ShopId | null;
  readonly onEnterServer: () => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('settings');
  const answer = useAnswer('desktop.load', {});
  /** Null in a browser. */
  const desktop = answer?.ok === true ? answer.value : null;
  const [section, setSection] = useState<SettingsSection>(first);
  const content = (): ReactNode => {
    switch (section) {
      case 'general':
        return <GeneralSection />;
      case 'desktop':
        return desktop !== null && <DesktopSection desktop={desktop} />;
      case 'replies':
        return <RepliesSection />;
      case 'limits':
        return <LimitsSection />;
      case 'shops':
        return <ShopsSection focused={shopId} />;
      case 'office':
        return <OfficeSection onEnterServer={onEnterServer} />;
      case 'about':
        return <AboutSection />;
      default:
        return assertNever(section);
    }
  };
  return (
    <Dialog
      title={t('title')}
      size="lg"
      onClose={onClose}
      footer={
        <Button variant="primary" onPress={onClose}>
          {t('done')}
        </Button>
      }
    >
      <div className={styles['settings']}>
        <nav aria-label={t('sections')} className={styles['nav']}>
          {SETTINGS_SECTIONS.filter((name) => name !== 'desktop' || desktop !== null).map(
            (name) => (
              <button
                key={name}
                type="button"
                aria-current={section === name ? 'page' : undefined}
                className={classNames(styles['link'], section === name && styles['current'])}
                onClick={() => {
                  setSection(name);
                }}
              >
                {t(`section.${name}`)}
              </button>
            ),
          )}
        </nav>
        <section aria-label={t(`section.${section}`)} className={styles['section']}>
          {content()}
        </section>
      </div>
    </Dialog>
  );
};
