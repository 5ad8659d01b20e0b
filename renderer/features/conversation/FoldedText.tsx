import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { FoldButton } from '../../ui/FoldButton.tsx';
import { LinkedText } from '../../ui/content/LinkedText.tsx';
import { classNames } from '../../ui/class-names.ts';
import styles from './FoldedText.module.css';

/** A text of any length in a few lines, which opens in full where they do not hold it: nothing is sent unread. */
export const FoldedText = ({ text }: { readonly text: string }) => {
  const { t } = useTranslation('conversation');
  const box = useRef<HTMLParagraphElement>(null);
  const [isLong, setIsLong] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = (): void => {
      // An open text has no hidden part; what it was when folded still holds.
      setIsLong((was) => element.scrollHeight > element.clientHeight + 1 || (was && isOpen));
    };
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    measure();
    return () => {
      watch.disconnect();
    };
  }, [text, isOpen]);
  return (
    <>
      <p ref={box} className={classNames(styles['text'], !isOpen && styles['folded'])} dir="auto">
        <LinkedText text={text} />
      </p>
      {isLong && (
        <FoldButton
          className={styles['toggle']}
          isOpen={isOpen}
          onChange={setIsOpen}
          text={t(isOpen ? 'suggestion.foldText' : 'suggestion.wholeText')}
        />
      )}
    </>
  );
};
