import { CircleAlert, CircleCheck, X } from 'lucide-react';
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { useTranslation } from '../i18n/use-translation.tsx';
import { useCaretHome } from './caret-home.ts';
import { classNames } from './class-names.ts';
import { IconButton } from './IconButton.tsx';
import { requiredContext } from './required-context.ts';
import styles from './Toasts.module.css';

export type Notice = { readonly tone: 'error' | 'done'; readonly text: string };
type Shown = Notice & { readonly id: number };

const [NoticeContext, useNotify] = requiredContext<(notice: Notice) => void>('ToastProvider');

/** Tells the agent what came of something that has no place of its own on the screen. */
export const useToast = useNotify;

/** Long enough to read; what stays true stands at its own place on the screen too. The pointer on a notice keeps it. */
const SHOWN_MS = { error: 12_000, done: 4_000 } as const;
const MOST_SHOWN = 3;

/** A notice that goes by itself, but not while the pointer is on it. */
const Lasting = ({
  tone,
  onEnd,
  children,
}: {
  readonly tone: Notice['tone'];
  readonly onEnd: () => void;
  readonly children: ReactNode;
}) => {
  const [isHeld, setIsHeld] = useState(false);
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = window.setTimeout(() => {
      end();
    }, SHOWN_MS[tone]);
    return () => {
      window.clearTimeout(timer);
    };
  }, [isHeld, tone]);
  return (
    <div
      className={classNames(styles['notice'], styles[tone])}
      onPointerEnter={() => {
        setIsHeld(true);
      }}
      onPointerLeave={() => {
        setIsHeld(false);
      }}
    >
      {children}
    </div>
  );
};

export const ToastProvider = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation('ui');
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const nextId = useRef(0);
  const goHome = useCaretHome();
  const remove = useCallback((id: number) => {
    setShown((all) => all.filter((notice) => notice.id !== id));
  }, []);
  const notify = useCallback((notice: Notice) => {
    const id = nextId.current++;
    setShown((all) =>
      [...all.filter((other) => other.text !== notice.text), { ...notice, id }].slice(-MOST_SHOWN),
    );
  }, []);
  const stack = useMemo(
    () =>
      shown.map((notice) => (
        <Lasting
          key={notice.id}
          tone={notice.tone}
          onEnd={() => {
            remove(notice.id);
          }}
        >
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
              goHome();
            }}
          >
            <X aria-hidden="true" />
          </IconButton>
        </Lasting>
      )),
    [shown, t, remove, goHome],
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
