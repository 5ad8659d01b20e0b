import { useRef, useState } from 'react';
import type { ShopId } from '#shared/model/ids.ts';
import type { Shop } from '#shared/model/shop.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { useShops } from '../../state/replica/replica.ts';
import { plainName } from '../../ui/plain-text.ts';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import { Choice } from './Field.tsx';
import styles from './Settings.module.css';
import { SettingsTable } from './SettingsTable.tsx';

const MODES = ['auto', 'manual'] as const;
const COLOR_SETTLE_MS = 250;

const AliasField = ({ shop, autoFocus }: { readonly shop: Shop; readonly autoFocus: boolean }) => {
  const { t } = useTranslation('settings');
  const command = useCommand();
  const shopLabel = useShopLabel();
  const [text, setText] = useState(shop.alias ?? '');
  const commit = (): void => {
    const alias = plainName(text);
    if (alias === (shop.alias ?? '')) return;
    void command('shops.update', { shopId: shop.shopId, alias: alias === '' ? null : alias });
  };
  return (
    <input
      type="text"
      maxLength={40}
      autoFocus={autoFocus}
      aria-label={t('aliasOf', { shop: shopLabel(shop) })}
      placeholder={plainName(shop.name ?? shop.shopId)}
      className={styles['alias']}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) commit();
      }}
    />
  );
};

/** The colour picker speaks at every move of the mouse; only where it rests is kept. */
const ColorField = ({ shop }: { readonly shop: Shop }) => {
  const { t } = useTranslation('settings');
  const command = useCommand();
  const shopLabel = useShopLabel();
  /** Where the mouse is; null shows what is kept. */
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef<number | null>(null);
  return (
    <input
      type="color"
      aria-label={t('colorOf', { shop: shopLabel(shop) })}
      className={styles['color']}
      value={draft ?? shop.color}
      onChange={(event) => {
        const next = event.target.value.toLowerCase();
        setDraft(next);
        if (timer.current !== null) window.clearTimeout(timer.current);
        timer.current = window.setTimeout(() => {
          void command('shops.update', { shopId: shop.shopId, color: next }).then(() => {
            setDraft(null);
          });
        }, COLOR_SETTLE_MS);
      }}
    />
  );
};

/** Alias, colour and first answer of each shop. */
export const ShopsSection = ({ focused }: { readonly focused: ShopId | null }) => {
  const { t } = useTranslation('settings');
  const shops = useShops();
  const shopLabel = useShopLabel();
  const command = useCommand();
  if (shops.length === 0) return <p className={styles['lead']}>{t('noShops')}</p>;
  return (
    <SettingsTable
      lead={t('shopsLead')}
      columns={[t('platform'), t('alias'), t('color'), t('mode')]}
    >
      {shops.map((shop) => (
        <tr key={shop.shopId}>
          <td>
            <PlatformMark platform={shop.platform} />
          </td>
          <td>
            <AliasField shop={shop} autoFocus={shop.shopId === focused} />
          </td>
          <td>
            <ColorField shop={shop} />
          </td>
          <td>
            <Choice
              label={t('modeOf', { shop: shopLabel(shop) })}
              value={shop.defaultMode}
              options={MODES.map((value) => ({ value, text: t(`modes.${value}`) }))}
              onChange={(defaultMode) =>
                void command('shops.update', { shopId: shop.shopId, defaultMode })
              }
            />
          </td>
        </tr>
      ))}
    </SettingsTable>
  );
};
