import { useState } from 'react';
import { keycapText, KEYS, type KeyAction } from '#shared/model/keys.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useSettings } from '../../state/replica/replica.ts';
import { Dialog, type Closable } from '../../ui/Dialog.tsx';
import { useKeys } from '../../ui/use-hotkey.ts';
import styles from './KeySheet.module.css';

const GROUPS: readonly {
  readonly name: 'inbox' | 'conversation' | 'shops';
  readonly actions: readonly KeyAction[];
}[] = [
  { name: 'inbox', actions: ['inbox.mostUrgent', 'inbox.next', 'inbox.previous', 'inbox.search'] },
  {
    name: 'conversation',
    actions: [
      'conversation.takeOver',
      'conversation.settle',
      'conversation.close',
      'conversation.star',
    ],
  },
  { name: 'shops', actions: ['shops.next', 'shops.previous', 'help.keys'] },
];

/** As the string files spell it. */
const nameOf = (action: KeyAction): string => action.replace('.', '_');

const Line = ({ what, chords }: { readonly what: string; readonly chords: readonly string[] }) => (
  <div className={styles['line']}>
    <dt>{what}</dt>
    <dd>
      {chords.map((chord) => (
        <kbd key={chord} className={styles['key']}>
          {keycapText(chord)}
        </kbd>
      ))}
    </dd>
  </div>
);

/** What the box itself means by a key. */
const ComposerKeys = () => {
  const { t } = useTranslation('help');
  const { sendKey } = useSettings();
  const [send, breaks] = sendKey === 'enter' ? ['Enter', 'Shift+Enter'] : ['Ctrl+Enter', 'Enter'];
  return (
    <section aria-label={t('group.composer')}>
      <h3 className={styles['head']}>{t('group.composer')}</h3>
      <dl>
        <Line what={t('fixed.send')} chords={[send]} />
        <Line what={t('fixed.sendAndNext')} chords={['Ctrl+Shift+Enter']} />
        <Line what={t('fixed.break')} chords={[breaks]} />
        <Line what={t('fixed.takeSuggestion')} chords={['Tab']} />
      </dl>
    </section>
  );
};

const Sheet = ({ onClose }: Closable) => {
  const { t } = useTranslation('help');
  return (
    <Dialog title={t('title')} size="lg" onClose={onClose}>
      <div className={styles['groups']}>
        {GROUPS.map(({ name, actions }) => (
          <section key={name} aria-label={t(`group.${name}`)}>
            <h3 className={styles['head']}>{t(`group.${name}`)}</h3>
            <dl>
              {actions.map((action) => (
                <Line key={action} what={t(`action.${nameOf(action)}`)} chords={KEYS[action]} />
              ))}
              {name === 'shops' && <Line what={t('fixed.choose')} chords={['Ctrl+1…9']} />}
            </dl>
          </section>
        ))}
        <ComposerKeys />
      </div>
      <p className={styles['note']}>{t('note')}</p>
    </Dialog>
  );
};

/** All keys on one sheet, on F1. */
export const KeySheet = () => {
  const [isOpen, setIsOpen] = useState(false);
  useKeys([
    {
      action: 'help.keys',
      press: () => {
        setIsOpen(true);
      },
    },
  ]);
  return isOpen ? (
    <Sheet
      onClose={() => {
        setIsOpen(false);
      }}
    />
  ) : null;
};
