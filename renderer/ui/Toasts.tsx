import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.tsx';
import { classNames } from './class-names.ts';
import { IconButton } from './IconButton.tsx';
import { requiredContext } from './required-context.ts';
import styles from './Toasts.module.css';

export type Notice = { readonly tone: 'error' | 'done'; readonly text: string };
type Shown = Notice & { readonly id: number };

const [NoticeContext, useNotify] = requiredContext<(notice: Notice) => void>('ToastProvider');

/** Tells the agent what came of something that has no place of its own on the screen. */
export const useToast = useNotify;

/** Errors stay until closed or pushed out by newer ones; what merely confirms goes by itself. */
const DONE_MS = 4_000;
const MOST_SHOWN = 3;

export const ToastProvider = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation('ui');
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const nextId = useRef(0);
  const remove = useCallback((id: number) => {
    setShown((all) => all.filter((notice) => notice.id !== id));
  }, []);
  const notify = useCallback(
    (notice: Notice) => {
      const id = nextId.current++;
      setShown((all) =>
        [...all.filter((other) => other.text !== notice.text), { ...notice, id }].slice(
          -MOST_SHOWN,
        ),
      );
      if (notice.tone === 'done')
        window.setTimeout(() => {
          remove(id);
        }, DONE_MS);
    },
    [remove],
  );
  const stack = useMemo(
    () =>
      shown.map((notice) => (
        <div key={notice.id} className={classNames(styles['notice'], styles[notice.tone])}>
          {notice.tone === 'error' ? (
            <CircleAlert aria-hidden="true" />
          ) : (
            <CircleCheck aria-hidden="true" />
          )}
          <span className={styles['text']}>{notice.text}</span>
          <IconButton
            label={t('close')}
            onPress={() => {
              remove(notice.id);
            }}
          >
            <X aria-hidden="true" />
          </IconButton>
        </div>
      )),
    [shown, t, remove],
  );
  return (
    <NoticeContext value={notify}>
      {children}
      <div className={styles['stack']} role="log" aria-label={t('notices')}>
        {stack}
      </div>
    </NoticeContext>
  );
};
