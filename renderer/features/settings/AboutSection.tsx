import type { UpdateState, UpdateStatus } from '#shared/model/updates.ts';
import { assertNever } from '#shared/model/result.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { useManaged, useUpdates } from '../../state/replica/replica.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from './Field.tsx';
import styles from './Settings.module.css';

const MEBIBYTE = 1024 * 1024;

/** Where the update stands, in one sentence. */
const useUpdateSentence = (state: UpdateState): string => {
  const { t, i18n } = useTranslation('settings');
  switch (state.kind) {
    case 'none':
      return t(`noUpdates.${state.why}`);
    case 'idle': {
      if (state.checkedAt === null) return t('updates.neverChecked');
      const time = new Date(state.checkedAt).toLocaleTimeString(i18n.language, {
        timeStyle: 'short',
      });
      return t('updates.newest', { time });
    }
    case 'checking':
      return t('updates.checking');
    case 'available': {
      const { version, bytes } = state.offer;
      const size = `${(bytes / MEBIBYTE).toFixed(1)} MB`;
      return t(state.dismissed === 'skipped' ? 'updates.skipped' : 'updates.available', {
        version,
        size,
      });
    }
    case 'downloading': {
      const percent = Math.floor(state.done * 100);
      return t('updates.downloading', { version: state.offer.version, percent });
    }
    case 'ready':
      return t(state.install === 'onQuit' ? 'updates.onQuit' : 'updates.ready', {
        version: state.offer.version,
      });
    case 'refused':
      return t(`updateTroubles.${state.why}`);
    default:
      return assertNever(state);
  }
};

type Deed =
  | 'updates.check'
  | 'updates.download'
  | 'updates.later'
  | 'updates.skip'
  | 'updates.installOnQuit'
  | 'updates.installNow';

/** What can be done, the likely one first. */
const deedsIn = (state: UpdateState): readonly Deed[] => {
  switch (state.kind) {
    case 'none':
    case 'checking':
    case 'downloading':
      return [];
    case 'idle':
      return ['updates.check'];
    case 'available':
      return state.dismissed === null
        ? ['updates.download', 'updates.later', 'updates.skip']
        : ['updates.download'];
    case 'ready':
      return state.install === 'onQuit'
        ? ['updates.installNow']
        : ['updates.installNow', 'updates.installOnQuit', 'updates.later'];
    case 'refused':
      return state.offer === null ? ['updates.check'] : ['updates.download'];
    default:
      return assertNever(state);
  }
};

const Update = ({ updates: { state } }: { readonly updates: UpdateStatus }) => {
  const { t, i18n } = useTranslation('settings');
  const command = useCommand();
  const sentence = useUpdateSentence(state);
  const notes = 'offer' in state ? state.offer?.notes : undefined;
  const text = (i18n.language === 'en' ? notes?.en : notes?.['zh-CN']) ?? '';
  const isAgain = state.kind === 'refused';
  return (
    <>
      <p role="status" aria-label={t('update')} className={styles['update']}>
        {sentence}
      </p>
      {state.kind === 'downloading' && (
        <progress
          className={styles['progress']}
          aria-label={t('update')}
          value={state.done}
          max={1}
        />
      )}
      {text !== '' && <p className={styles['notes']}>{text}</p>}
      <div className={styles['actions']}>
        {deedsIn(state).map((deed, index) => (
          <Button
            key={deed}
            variant={index === 0 && state.kind !== 'idle' && !isAgain ? 'primary' : 'plain'}
            onPress={() => void command(deed, {})}
          >
            {t(isAgain ? 'updates.again' : `updateDeeds.${deed.slice('updates.'.length)}`)}
          </Button>
        ))}
      </div>
    </>
  );
};

/** Which version this is, how it gets newer, and what an administrator's file could not say. */
export const AboutSection = () => {
  const { t } = useTranslation('settings');
  const updates = useUpdates();
  const { hasUpdates, mistake } = useManaged();
  return (
    <>
      <Field label={t('version')}>
        <span className="num">
          {updates.version}
          {updates.channel !== 'stable' && ` (${updates.channel})`}
        </span>
      </Field>
      <Update updates={updates} />
      {hasUpdates && <p className={styles['managed']}>{t('managedUpdates')}</p>}
      {mistake !== null && (
        <p role="alert" className={styles['mistake']}>
          {t('managedMistake')}
          {t(`managedMistakes.${mistake.kind}`, { field: mistake.field })}
        </p>
      )}
    </>
  );
};
