import { useState } from 'react';
import { COMMAND_GROUPS, commandsOf, type CommandId } from '#shared/model/commands.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useKeycaps, useOfferCommands } from '../../state/commands/use-commands.ts';
import { Dialog, type Closable } from '../../ui/Dialog.tsx';
import styles from './KeySheet.module.css';

const Line = ({ id, keycaps }: { readonly id: CommandId; readonly keycaps: readonly string[] }) => {
  const { t } = useTranslation('i18n');
  return (
    <div className={styles['line']}>
      <dt>{t(`command.${id}`)}</dt>
      <dd>
        {keycaps.map((text) => (
          <kbd key={text} className={styles['key']}>
            {text}
          </kbd>
        ))}
      </dd>
    </div>
  );
};

const Sheet = ({ onClose }: Closable) => {
  const { t } = useTranslation('help');
  const keycaps = useKeycaps();
  return (
    <Dialog title={t('title')} size="lg" onClose={onClose}>
      <div className={styles['groups']}>
        {COMMAND_GROUPS.map((group) => {
          const name = t(`commandGroup.${group}`, { ns: 'i18n' });
          return (
            <section key={group} aria-label={name}>
              <h3 className={styles['head']}>{name}</h3>
              <dl>
                {commandsOf(group)
                  .filter((id) => keycaps(id).length > 0)
                  .map((id) => (
                    <Line key={id} id={id} keycaps={keycaps(id)} />
                  ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
};

/** All keys on one sheet, as they hold now. */
export const KeySheet = () => {
  const [isOpen, setIsOpen] = useState(false);
  useOfferCommands([
    {
      id: 'help.keys',
      run: () => {
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
