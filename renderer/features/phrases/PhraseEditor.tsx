import { ImagePlus, Link, MessageSquarePlus } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import {
  PHRASE_LIMITS,
  type Phrase,
  type PhraseContent,
  type PhrasePart,
} from '#shared/model/phrase.ts';
import type { AppError } from '#shared/model/result.ts';
import { useBridge, useMediaKey } from '../../bridge/bridge-context.tsx';
import { stageFile } from '../../bridge/stage-file.ts';
import { useErrorText } from '../../i18n/error-text.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import type { PhraseToEdit } from '../../state/phrases/phrase-wishes.ts';
import { usePhrases } from '../../state/phrases/phrases.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { groupsOf } from './groups.ts';
import { newPhrase } from './new-phrase.ts';
import { PartFields } from './PartFields.tsx';
import {
  contentOf,
  formOf,
  nextKey,
  type FormProblem,
  type PartInForm,
  type PhraseForm,
} from './phrase-form.ts';
import styles from './PhraseEditor.module.css';
import { ScopeField } from './ScopeField.tsx';

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

type Trouble =
  | { readonly kind: 'form'; readonly problem: FormProblem }
  | { readonly kind: 'error'; readonly error: AppError }
  | { readonly kind: 'noImage' };

const useTroubleText = (): ((trouble: Trouble) => string) => {
  const { t } = useTranslation('phrases');
  const errorText = useErrorText();
  return (trouble) => {
    if (trouble.kind === 'error') return errorText(trouble.error);
    if (trouble.kind === 'noImage') return t('problem.noImage');
    const { kind, ...about } = trouble.problem;
    return t(`problem.${kind}`, about);
  };
};

const phraseOf = (editing: PhraseToEdit, content: PhraseContent): Phrase =>
  editing.kind === 'known' ? { ...editing.phrase, ...content } : newPhrase(content);

const moved = (parts: readonly PartInForm[], at: number, step: 1 | -1): readonly PartInForm[] => {
  const next = [...parts];
  const [one] = next.splice(at, 1);
  if (one !== undefined) next.splice(at + step, 0, one);
  return next;
};

const AddParts = ({
  onAdd,
  onTrouble,
}: {
  readonly onAdd: (part: PhrasePart) => void;
  readonly onTrouble: (trouble: Trouble) => void;
}) => {
  const { t } = useTranslation('phrases');
  const mediaKey = useMediaKey();
  const addImage = async (file: File): Promise<void> => {
    const staged = await stageFile(file, mediaKey);
    if (!staged.ok) onTrouble({ kind: 'error', error: staged.error });
    else if (staged.value.type !== 'image') onTrouble({ kind: 'noImage' });
    else onAdd({ kind: 'image', content: staged.value.content });
  };
  return (
    <div className={styles['adds']}>
      <Button
        variant="quiet"
        onPress={() => {
          onAdd({ kind: 'text', text: '' });
        }}
      >
        <MessageSquarePlus aria-hidden="true" /> {t('addText')}
      </Button>
      <Button
        variant="quiet"
        onPress={() => {
          onAdd({ kind: 'link', url: '', title: '' });
        }}
      >
        <Link aria-hidden="true" /> {t('addLink')}
      </Button>
      <FileTrigger
        acceptedFileTypes={IMAGES}
        onSelect={(files) => {
          const file = files?.[0];
          if (file !== undefined) void addImage(file);
        }}
      >
        <Button variant="quiet">
          <ImagePlus aria-hidden="true" /> {t('addImage')}
        </Button>
      </FileTrigger>
    </div>
  );
};

/** Writes a new phrase or changes one. */
export const PhraseEditor = ({
  editing,
  onClose,
}: {
  readonly editing: PhraseToEdit;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('phrases');
  const bridge = useBridge();
  const troubleText = useTroubleText();
  const ranked = usePhrases((state) => state.ranked);
  const groups = useMemo(() => groupsOf(ranked), [ranked]);
  const groupsId = useId();
  const [form, setForm] = useState<PhraseForm>(() =>
    formOf(editing.kind === 'known' ? editing.phrase : editing.content),
  );
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const change = (part: Partial<PhraseForm>): void => {
    setTrouble(null);
    setForm((old) => ({ ...old, ...part }));
  };
  const addPart = (part: PhrasePart): void => {
    setTrouble(null);
    setForm((old) => ({
      ...old,
      parts: [...old.parts, { key: nextKey(old.parts), part }],
    }));
  };
  const save = async (): Promise<void> => {
    const answer = contentOf(form);
    if ('problem' in answer) {
      setTrouble({ kind: 'form', problem: answer.problem });
      return;
    }
    const saved = await bridge.call('phrases.save', {
      phrases: [phraseOf(editing, answer.content)],
    });
    if (saved.ok) onClose();
    else setTrouble({ kind: 'error', error: saved.error });
  };
  return (
    <Dialog
      title={t(editing.kind === 'known' ? 'editTitle' : 'newTitle')}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button variant="primary" onPress={() => void save()}>
            {t('save')}
          </Button>
        </>
      }
    >
      <div className={styles['form']}>
        <div className={styles['names']}>
          <label className={styles['label']}>
            {t('code')}
            <input
              className={styles['input']}
              placeholder={t('codeHint')}
              maxLength={PHRASE_LIMITS.code}
              value={form.code}
              onChange={(event) => {
                change({ code: event.target.value });
              }}
            />
          </label>
          <label className={styles['label']}>
            {t('group')}
            <input
              className={styles['input']}
              placeholder={t('groupHint')}
              list={groupsId}
              maxLength={PHRASE_LIMITS.group}
              value={form.group}
              onChange={(event) => {
                change({ group: event.target.value });
              }}
            />
          </label>
          <datalist id={groupsId}>
            {groups.map(({ name }) => name !== '' && <option key={name} value={name} />)}
          </datalist>
        </div>
        <ScopeField
          scope={form.scope}
          onChange={(scope) => {
            change({ scope });
          }}
        />
        <ol className={styles['parts']}>
          {form.parts.map(({ key, part }, at) => (
            <PartFields
              key={key}
              part={part}
              place={at + 1}
              count={form.parts.length}
              onChange={(next) => {
                change({
                  parts: form.parts.map((one) => (one.key === key ? { key, part: next } : one)),
                });
              }}
              onMove={(step) => {
                change({ parts: moved(form.parts, at, step) });
              }}
              onRemove={() => {
                change({ parts: form.parts.filter((one) => one.key !== key) });
              }}
            />
          ))}
        </ol>
        {form.parts.length < PHRASE_LIMITS.parts && (
          <AddParts onAdd={addPart} onTrouble={setTrouble} />
        )}
        {trouble !== null && (
          <p className={styles['error']} role="alert">
            {troubleText(trouble)}
          </p>
        )}
      </div>
    </Dialog>
  );
};
