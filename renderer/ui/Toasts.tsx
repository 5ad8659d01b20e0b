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
import { Button } from './Button.tsx';
import { useCaretHome } from './caret-home.ts';
import { classNames } from './class-names.ts';
import { IconButton } from './IconButton.tsx';
import { requiredContext } from './required-context.ts';
import styles from './Toasts.module.css';

export type Notice = {
  readonly tone: 'error' | 'done';
  readonly text: string;
  /** The way back, for example. */
  readonly action?: { readonly label: string; readonly run: () => void };
};
type Shown = Notice & { readonly id: number };

const [NoticeContext, useNotify] = requiredContext<(notice: Notice) => void>('ToastProvider');

/** Tells the agent what came of something that has no place of its own on the screen. */
export const useToast = useNotify;

/** Long enough to read; what stays true stands at its own place on the screen too. The pointer on a notice keeps it. */
const SHOWN_MS = { error: 12_000, done: 4_000 } as const;
/** What can be taken back gives time for it. */
const SHOWN_WITH_ACTION_MS = 8_000;
const MOST_SHOWN = 3;

/** A notice that goes by itself, but not while the pointer is on it. */
const Lasting = ({
  tone,
  shownMs,
  onEnd,
  children,
}: {
  readonly tone: Notice['tone'];
  readonly shownMs: number;
  readonly onEnd: () => void;
  readonly children: ReactNode;
}) => {
  const [isHeld, setIsHeld] = useState(false);
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = window.setTimeout(() => {
      end();
    }, shownMs);
    return () => {
      window.clearTimeout(timer);
    };
  }, [isHeld, shownMs]);
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
          shownMs={notice.action === undefined ? SHOWN_MS[notice.tone] : SHOWN_WITH_ACTION_MS}
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
          {notice.action !== undefined && (
            <Button
              variant="quiet"
              onPress={() => {
                notice.action?.run();
                remove(notice.id);
                goHome();
              }}
            >
              {notice.action.label}
            </Button>
          )}
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
