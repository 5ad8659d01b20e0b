import { LockOpen } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { GatewayStatus } from '#shared/model/gateway-status.ts';
import { needsAttention, type Shop } from '#shared/model/shop.ts';
import { useTransportState } from '../../bridge/bridge-context.tsx';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useShopWords } from '../../i18n/shop-words.ts';
import { useNow } from '../../state/now.ts';
import { useGateway, useShops, useStorageStatus, useUpdates } from '../../state/replica/replica.ts';
import { useSelection } from '../../state/selection.ts';
import { classNames } from '../../ui/class-names.ts';
import { durationText } from '../../ui/duration-text.ts';
import { Popover } from '../../ui/Popover.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import { ConnectionPanel } from './ConnectionPanel.tsx';
import { DiagnosticsDialog } from './DiagnosticsDialog.tsx';
import styles from './StatusBar.module.css';

const Attention = ({ shops }: { readonly shops: readonly Shop[] }) => {
  const { t } = useTranslation('status');
  const now = useNow(1_000);
  const shopLabel = useShopLabel();
  const shopWords = useShopWords();
  const selectShop = useSelection((state) => state.selectShop);
  const [first, ...others] = shops
    .filter((shop) => needsAttention(shop.state.kind))
    .sort((a, b) => a.state.since - b.state.since);
  if (first === undefined) return null;
  return (
    <button
      type="button"
      className={classNames(styles['item'], styles['attention'])}
      onClick={() => {
        selectShop(first.shopId);
      }}
    >
      <span className={styles['clip']}>
        {t('attention', {
          shop: shopLabel(first),
          state: shopWords(first.state).text,
          time: durationText(now - first.state.since),
        })}
      </span>
      {others.length > 0 && <span>{t('more', { count: others.length })}</span>}
    </button>
  );
};

const TONE = {
  unconfigured: 'grey',
  connecting: 'amber',
  connected: 'green',
  disconnected: 'red',
  token_refused: 'red',
} as const;

/** The dot that opens the connection panel, and the phase in words. */
const Connection = ({
  phase,
  isPanelOpen,
  onPanelOpenChange,
  children,
}: {
  readonly phase: GatewayStatus['phase'];
  readonly isPanelOpen: boolean;
  readonly onPanelOpenChange: (isOpen: boolean) => void;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation('status');
  return (
    <span className={styles['line']}>
      <Popover
        label={t('panel')}
        placement="top start"
        isOpen={isPanelOpen}
        onOpenChange={onPanelOpenChange}
        trigger={
          <AriaButton className={styles['cover'] ?? ''} aria-label={t('openPanel')}>
            <span className={classNames(styles['dot'], styles[TONE[phase]])} />
          </AriaButton>
        }
      >
        {children}
      </Popover>
      <span
        role="status"
        aria-label={t('connection')}
        className={classNames(styles['phase'], styles[`${TONE[phase]}Text`])}
      >
        {t(`phase.${phase}`)}
      </span>
    </span>
  );
};

/** A count of frames that need a look; none is no mark. */
const FramesMark = ({
  count,
  text,
  hint,
  isWarning = false,
  onPress,
}: {
  readonly count: number;
  readonly text: string;
  readonly hint: string;
  readonly isWarning?: boolean;
  readonly onPress: () => void;
}) =>
  count > 0 && (
    <button
      type="button"
      className={classNames(styles['item'], isWarning && styles['amberText'], 'num')}
      title={hint}
      onClick={onPress}
    >
      {text}
    </button>
  );

/** The frames that are not at their end: unacknowledged, set aside, not understood. */
const FramesMarks = ({
  gateway: { pendingFrames, setAsideFrames, quarantinedFrames },
  onPress,
}: {
  readonly gateway: GatewayStatus;
  readonly onPress: () => void;
}) => {
  const { t } = useTranslation('status');
  return (
    <>
      <FramesMark
        count={pendingFrames}
        text={t('pending', { count: pendingFrames })}
        hint={t('pendingHint')}
        onPress={onPress}
      />
      <FramesMark
        count={setAsideFrames}
        text={t('setAside.count', { count: setAsideFrames })}
        hint={t('setAside.hint')}
        isWarning
        onPress={onPress}
      />
      <FramesMark
        count={quarantinedFrames}
        text={t('quarantine', { count: quarantinedFrames })}
        hint={t('quarantineHint')}
        onPress={onPress}
      />
    </>
  );
};

/** How well the line is: its round trip, and a warning when it is not encrypted. */
const LineFacts = ({ gateway }: { readonly gateway: GatewayStatus }) => {
  const { t } = useTranslation('status');
  return (
    <>
      {gateway.phase === 'connected' && gateway.roundTripMs !== null && (
        <span className={classNames(styles['trip'], 'num')}>
          {t('ms', { ms: Math.round(gateway.roundTripMs) })}
        </span>
      )}
      {gateway.isPlaintext && (
        <span className={styles['plain']} title={t('plaintextHint')}>
          <LockOpen aria-hidden="true" />
          {t('plaintext')}
        </span>
      )}
    </>
  );
};

/** How many shops there are stands in the data, so nothing is said before it is there. */
const ShopsOnline = ({ shops }: { readonly shops: readonly Shop[] }) => {
  const { t } = useTranslation('status');
  const { phase } = useStorageStatus();
  if (phase === 'opening') return null;
  const online = shops.filter((shop) => shop.state.kind === 'online');
  return (
    <span className={styles['text']}>
      {t('shops')}{' '}
      <span className="num">
        {online.length}/{shops.length}
      </span>{' '}
      {t('online')}
    </span>
  );
};

/** A newer version that waits for a word of the agent; quiet once she has given it. */
const UpdateNotice = ({ onPress }: { readonly onPress: () => void }) => {
  const { t } = useTranslation('status');
  const { state } = useUpdates();
  const text = (): string | null => {
    if (state.kind === 'available' && state.dismissed === null) {
      return t('update.available', { version: state.offer.version });
    }
    if (state.kind === 'downloading') {
      return t('update.downloading', { percent: Math.floor(state.done * 100) });
    }
    return state.kind === 'ready' && state.install === 'undecided'
      ? t('update.ready', { version: state.offer.version })
      : null;
  };
  const notice = text();
  if (notice === null) return null;
  return (
    <button type="button" className={classNames(styles['item'], 'num')} onClick={onPress}>
      {notice}
    </button>
  );
};

/** The bottom line: is the back office there, are the shops receiving, is anything waiting to be delivered. */
export const StatusBar = ({
  isPanelOpen,
  onPanelOpenChange,
  onEditServer,
  onUpdate,
}: {
  readonly isPanelOpen: boolean;
  readonly onPanelOpenChange: (isOpen: boolean) => void;
  readonly onEditServer: () => void;
  /** Shows what can be done with a newer version. */
  readonly onUpdate: () => void;
}) => {
  const { t } = useTranslation('status');
  const gateway = useGateway();
  const shops = useShops();
  // What a window without a line last heard may have changed since: it says nothing of it.
  const isHearing = useTransportState().state === 'open';
  const [isExporting, setIsExporting] = useState(false);
  return (
    <footer className={styles['bar']} aria-label={t('bar')}>
      <Connection
        phase={isHearing ? gateway.phase : 'disconnected'}
        isPanelOpen={isPanelOpen}
        onPanelOpenChange={onPanelOpenChange}
      >
        <ConnectionPanel
          onEditServer={() => {
            onPanelOpenChange(false);
            onEditServer();
          }}
          onExport={() => {
            onPanelOpenChange(false);
            setIsExporting(true);
          }}
        />
      </Connection>
      {isHearing && (
        <>
          <LineFacts gateway={gateway} />
          <ShopsOnline shops={shops} />
        </>
      )}
      <Attention shops={shops} />
      <span className={styles['grow']} />
      <UpdateNotice onPress={onUpdate} />
      <FramesMarks
        gateway={gateway}
        onPress={() => {
          onPanelOpenChange(true);
        }}
      />
      {isExporting && (
        <DiagnosticsDialog
          onClose={() => {
            setIsExporting(false);
          }}
        />
      )}
    </footer>
  );
};
