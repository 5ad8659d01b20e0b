import {
  useDeferredValue,
  useRef,
  useState,
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  type SyntheticEvent,
} from 'react';
import { asShopId, type ShopId } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { useOfferCommands } from '../../state/commands/use-commands.ts';
import { useShops } from '../../state/replica/replica.ts';
import { useSelection } from '../../state/selection.ts';
import { useShopLabel } from '../../ui/shop-label.ts';
import { RemoveShopDialog } from './RemoveShopDialog.tsx';
import { AllShopsTab, ShopTab } from './ShopTab.tsx';
import { movedPositions } from './tab-order.ts';
import { ShopTabMenu } from './ShopTabMenu.tsx';
import styles from './ShopTabs.module.css';

export type TabsSide = 'top' | 'left';
/** From this many shops on they stand at the left side, and from so many on one can be looked for. */
const LEFT_FROM = 9;
const SOUGHT_FROM = 13;
/** More than stand on a screen: the others come after the list of conversations. */
const AT_ONCE = 40;

/** A row has room for eight; a longer one hides shops. */
export const tabsSide = (shops: number): TabsSide => (shops < LEFT_FROM ? 'top' : 'left');

const isSought = (sought: string, name: string): boolean =>
  name.toLowerCase().includes(sought.trim().toLowerCase());

const neighbour = (ids: readonly (ShopId | null)[], from: ShopId | null, step: number) =>
  ids[(ids.indexOf(from) + step + ids.length) % ids.length] ?? null;

/** The shop whose tab an event of the list comes from: null for 全部店铺, undefined beside the tabs. */
const shopUnder = ({ target }: SyntheticEvent): ShopId | null | undefined => {
  const tab = target instanceof Element ? target.closest<HTMLElement>('[role=tab]') : null;
  if (tab === null) return undefined;
  const shopId = tab.dataset['shop'];
  return shopId === undefined ? null : asShopId(shopId);
};

/** Walks the shops, or chooses one by its place; the first is 全部店铺. */
const useShopKeys = (
  ids: readonly (ShopId | null)[],
  chosen: ShopId | null,
  choose: (shopId: ShopId | null) => void,
): void => {
  useOfferCommands([
    {
      id: 'shops.next',
      run: () => {
        choose(neighbour(ids, chosen, 1));
      },
    },
    {
      id: 'shops.previous',
      run: () => {
        choose(neighbour(ids, chosen, -1));
      },
    },
    {
      id: 'shops.choose',
      run: (digit) => {
        const shopId = ids[(digit ?? 1) - 1];
        if (shopId !== undefined) choose(shopId);
      },
    },
  ]);
};

/** All shops as tabs: who waits where, and which shop is not receiving. */
export const ShopTabs = ({
  panelId,
  side,
  onEdit,
}: {
  /** The list of conversations, null while it is not on the screen. */
  readonly panelId: string | null;
  /** Where they stand: a row above, or a column that has room for many. */
  readonly side: TabsSide;
  readonly onEdit: (shopId: ShopId) => void;
}) => {
  const { t } = useTranslation('shops');
  const shops = useShops();
  const chosen = useSelection((state) => state.shopId);
  const choose = useSelection((state) => state.selectShop);
  const command = useCommand();
  const [menu, setMenu] = useState<{ shopId: ShopId; x: number; y: number } | null>(null);
  const [removing, setRemoving] = useState<ShopId | null>(null);
  const [dragged, setDragged] = useState<ShopId | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const ids: readonly (ShopId | null)[] = [null, ...shops.map((shop) => shop.shopId)];
  const [sought, setSought] = useState('');
  const shopLabel = useShopLabel();
  const found = shops.filter((shop) => isSought(sought, shopLabel(shop)));
  const shown = found.slice(0, Math.max(AT_ONCE, useDeferredValue(found.length, 0)));
  useShopKeys(ids, chosen, choose);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = {
      [side === 'left' ? 'ArrowDown' : 'ArrowRight']: () => neighbour(ids, chosen, 1),
      [side === 'left' ? 'ArrowUp' : 'ArrowLeft']: () => neighbour(ids, chosen, -1),
      Home: () => null,
      End: () => ids.at(-1) ?? null,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(next());
    requestAnimationFrame(() => {
      list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
    });
  };

  const onClick = (event: MouseEvent): void => {
    const shopId = shopUnder(event);
    if (shopId !== undefined) choose(shopId);
  };
  const onContextMenu = (event: MouseEvent): void => {
    const shopId = shopUnder(event) ?? null;
    if (shopId === null) return;
    event.preventDefault();
    setMenu({ shopId, x: event.clientX, y: event.clientY });
  };
  const onDrop = (event: DragEvent): void => {
    const target = shopUnder(event) ?? null;
    if (target === null) return;
    event.preventDefault();
    if (dragged === null || dragged === target) return;
    for (const move of movedPositions(shops, dragged, target)) void command('shops.update', move);
    setDragged(null);
  };

  return (
    <div className={styles['place']} data-side={side}>
      {side === 'left' && shops.length >= SOUGHT_FROM && (
        <input
          type="search"
          className={styles['sought']}
          aria-label={t('find')}
          placeholder={t('find')}
          autoComplete="off"
          spellCheck={false}
          value={sought}
          onChange={(event) => {
            setSought(event.target.value);
          }}
          onKeyDown={(event) => {
            const [only] = shown;
            if (event.key === 'Escape') setSought('');
            if (event.key !== 'Enter' || event.nativeEvent.isComposing || only === undefined)
              return;
            choose(only.shopId);
            setSought('');
          }}
        />
      )}
      {/* The list hears for its tabs, so that a tab has nothing that changes with another one. */}
      <div
        ref={list}
        role="tablist"
        aria-label={t('tabs')}
        aria-orientation={side === 'left' ? 'vertical' : 'horizontal'}
        className={styles['tabs']}
        onClick={onClick}
        onContextMenu={onContextMenu}
        onKeyDown={onKeyDown}
        onDragStart={(event) => {
          setDragged(shopUnder(event) ?? null);
        }}
        onDragEnd={() => {
          setDragged(null);
        }}
        onDragOver={(event) => {
          if ((shopUnder(event) ?? null) !== null) event.preventDefault();
        }}
        onDrop={onDrop}
        onWheel={(event) => {
          if (side === 'top' && event.deltaX === 0) event.currentTarget.scrollLeft += event.deltaY;
        }}
      >
        <AllShopsTab isChosen={chosen === null} shops={shops} panelId={panelId} />
        {shown.map((shop) => (
          <ShopTab
            key={shop.shopId}
            shop={shop}
            isChosen={chosen === shop.shopId}
            isDragged={dragged === shop.shopId}
            panelId={panelId}
          />
        ))}
      </div>
      {menu !== null && (
        <ShopTabMenu
          at={menu}
          shopId={menu.shopId}
          onEdit={onEdit}
          onRemove={setRemoving}
          onClose={() => {
            setMenu(null);
          }}
        />
      )}
      {removing !== null && (
        <RemoveShopDialog
          key={removing}
          shopId={removing}
          onClose={() => {
            setRemoving(null);
          }}
        />
      )}
    </div>
  );
};
