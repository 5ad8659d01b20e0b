import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { PHRASE_VARIABLES } from '#shared/model/phrase-fill.ts';
import { PHRASE_LIMITS, type PhrasePart } from '#shared/model/phrase.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { Thumbnail } from '../../ui/content/Thumbnail.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { insertText } from '../../ui/insert-text.ts';
import styles from './PhraseEditor.module.css';

const TextField = ({
  text,
  label,
  onChange,
}: {
  readonly text: string;
  readonly label: string;
  readonly onChange: (text: string) => void;
}) => {
  const { t } = useTranslation('phrases');
  const box = useRef<HTMLTextAreaElement>(null);
  return (
    <div className={styles['written']}>
      <textarea
        ref={box}
        className={styles['text']}
        aria-label={label}
        placeholder={t('textHint')}
        rows={2}
        maxLength={PHRASE_LIMITS.characters}
        value={text}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      <div className={styles['variables']} role="group" aria-label={t('variables')}>
        {PHRASE_VARIABLES.map((name) => (
          <button
            key={name}
            type="button"
            className={styles['variable']}
            onClick={() => {
              insertText(box.current, `{${name}}`);
            }}
          >
            {`{${name}}`}
          </button>
        ))}
      </div>
    </div>
  );
};

const LinkField = ({
  part,
  label,
  onChange,
}: {
  readonly part: Extract<PhrasePart, { kind: 'link' }>;
  readonly label: string;
  readonly onChange: (part: PhrasePart) => void;
}) => {
  const { t } = useTranslation('phrases');
  return (
    <div className={styles['written']}>
      <input
        className={styles['input']}
        aria-label={label}
        placeholder="https://"
        value={part.url}
        onChange={(event) => {
          onChange({ ...part, url: event.target.value });
        }}
      />
      <input
        className={styles['input']}
        aria-label={t('linkTitle')}
        placeholder={t('linkTitleHint')}
        maxLength={PHRASE_LIMITS.title}
        value={part.title}
        onChange={(event) => {
          onChange({ ...part, title: event.target.value });
        }}
      />
    </div>
  );
};

/** One message of a phrase in the editor, with its place among the others. */
export const PartFields = ({
  part,
  place,
  count,
  onChange,
  onMove,
  onRemove,
}: {
  readonly part: PhrasePart;
  /** From 1. */
  readonly place: number;
  readonly count: number;
  readonly onChange: (part: PhrasePart) => void;
  readonly onMove: (step: 1 | -1) => void;
  readonly onRemove: () => void;
}) => {
  const { t } = useTranslation('phrases');
  const label = t(`part.${part.kind}`, { place });
  return (
    <li className={styles['part']}>
      <span className={styles['place']}>{place}</span>
      {part.kind === 'text' && (
        <TextField
          text={part.text}
          label={label}
          onChange={(text) => {
            onChange({ kind: 'text', text });
          }}
        />
      )}
      {part.kind === 'link' && <LinkField part={part} label={label} onChange={onChange} />}
      {part.kind === 'image' && (
        <div className={styles['image']} role="img" aria-label={label}>
          <Thumbnail url={part.content} kind="product" />
        </div>
      )}
      {count > 1 && (
        <span className={styles['moves']}>
          <IconButton
            label={t('moveUp')}
            isDisabled={place === 1}
            onPress={() => {
              onMove(-1);
            }}
          >
            <ArrowUp aria-hidden="true" />
          </IconButton>
          <IconButton
            label={t('moveDown')}
            isDisabled={place === count}
            onPress={() => {
              onMove(1);
            }}
          >
            <ArrowDown aria-hidden="true" />
          </IconButton>
          <IconButton label={t('removePart', { place })} onPress={onRemove}>
            <Trash2 aria-hidden="true" />
          </IconButton>
        </span>
      )}
    </li>
  );
};
