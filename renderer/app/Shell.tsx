import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ShopId } from '#shared/model/ids.ts';
import { DOCK_SHARE } from '#shared/model/shop-page.ts';
import { useTranslation } from '../i18n/use-translation.tsx';
import { Alerts } from '../features/alerts/Alerts.tsx';
import { FirstRun } from '../features/first-run/FirstRun.tsx';
import { KeySheet } from '../features/help/KeySheet.tsx';
import { Search } from '../features/inbox/Search.tsx';
import { PhraseDialogs } from '../features/phrases/PhraseDialogs.tsx';
import { SettingsDialog, type SettingsSection } from '../features/settings/SettingsDialog.tsx';
import { ShopTabs, tabsSide } from '../features/shops/ShopTabs.tsx';
import { Banners } from '../features/status/Banners.tsx';
import { ClockBanner } from '../features/status/ClockBanner.tsx';
import { StatusBar } from '../features/status/StatusBar.tsx';
import { usePhraseWishes } from '../state/phrases/use-phrase-wishes.ts';
import { useReplica } from '../state/replica/replica.ts';
import { usePageBeside } from '../state/shops/shop-page.ts';
import { useSelection } from '../state/selection.ts';
import { useAppState } from '../state/state-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { ToastProvider } from '../ui/Toasts.tsx';
import { PageBeside } from './PageBeside.tsx';
import { Rail } from './Rail.tsx';
import styles from './Shell.module.css';
import { useFirstRun } from './use-first-run.ts';
import { SHOP_PANEL_ID, Workbench } from './Workbench.tsx';

type OpenSettings = { readonly section: SettingsSection; readonly shopId: ShopId | null };

/**
 * The browser's tab and the taskbar say how many wait, looked at once a second: a title costs the browser more
 * than a row, and under load the number changes with every frame.
 */
const WindowTitle = () => {
  const { t } = useTranslation('app');
  const { follower, ticker } = useAppState();
  const total = useSyncExternalStore(
    ticker.subscribe,
    () => follower.store.getState().order.waiting.length,
  );
  const title = total === 0 ? t('title') : t('titleWaiting', { count: total });
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
};

/** The frame: rail, shops, panes, status; and what lies over them. */
export const Shell = () => {
  const firstRun = useFirstRun();
  const selectShop = useSelection((state) => state.selectShop);
  const [settings, setSettings] = useState<OpenSettings | null>(null);
  const pageBeside = usePageBeside();
  const { openPage } = usePhraseWishes();
  const [isPanelOpen, setIsPanelOpen] = useState(false);
  // Before the first back office there is nothing to choose from and nothing to find.
  const shopCount = useReplica((state) => Object.keys(state.overview.shops).length);
  const hasShops = shopCount > 0 || !firstRun.isShown;
  const side = tabsSide(shopCount);
  const tabs = (
    <ShopTabs
      panelId={firstRun.isShown ? null : SHOP_PANEL_ID}
      side={side}
      onEdit={(shopId) => {
        setSettings({ section: 'shops', shopId });
      }}
    />
  );
  return (
    <ToastProvider>
      <WindowTitle />
      <div
        className={styles['shell']}
        data-tabs={hasShops ? side : 'none'}
        style={pageBeside === null ? undefined : { width: `${String((1 - DOCK_SHARE) * 100)}vw` }}
      >
        <Rail
          isConversations={!firstRun.isShown}
          onConversations={
            firstRun.isShown && firstRun.leave === null
              ? null
              : () => {
                  selectShop(null);
                  firstRun.leave?.go();
                }
          }
          onStatus={() => {
            setIsPanelOpen(true);
          }}
          onPhrases={openPage}
          onSettings={() => {
            setSettings({ section: 'general', shopId: null });
          }}
        />
        {hasShops && side === 'left' && <div className={styles['column']}>{tabs}</div>}
        <header className={classNames(styles['top'], !hasShops && styles['bare'])}>
          {hasShops && side === 'top' && tabs}
          {hasShops && <Search />}
        </header>
        <div className={styles['banners']}>
          <Banners onEditServer={firstRun.open} />
          <ClockBanner />
          <Alerts />
        </div>
        {firstRun.isShown ? (
          <FirstRun isTrying={firstRun.isTrying} onTry={firstRun.onTry} leave={firstRun.leave} />
        ) : (
          <Workbench />
        )}
        <StatusBar
          isPanelOpen={isPanelOpen}
          onPanelOpenChange={setIsPanelOpen}
          onEditServer={firstRun.open}
          onUpdate={() => {
            setSettings({ section: 'about', shopId: null });
          }}
        />
      </div>
      <KeySheet />
      {pageBeside !== null && <PageBeside shopId={pageBeside} />}
      <PhraseDialogs />
      {settings !== null && (
        <SettingsDialog
          section={settings.section}
          shopId={settings.shopId}
          onEnterServer={() => {
            setSettings(null);
            firstRun.open();
          }}
          onClose={() => {
            setSettings(null);
          }}
        />
      )}
    </ToastProvider>
  );
};
