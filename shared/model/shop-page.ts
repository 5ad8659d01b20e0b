import type { ShopId } from './ids.ts';

/**
 * Where a person sees a shop's real page: beside the conversation, in the agent's own window (desktop host), or in a
 * window of its own (browser host).
 */
export type PagePlace = 'beside' | 'window';

/** The shops whose real page is open before a person's eyes. */
export type ShownPages = Readonly<Record<ShopId, PagePlace>>;

export const NO_SHOWN_PAGES: ShownPages = {};

type Size = { readonly width: number; readonly height: number };

/** The page's share of the window's width, and the height of the bar above it that names the shop and closes it. */
export const DOCK_SHARE = 0.5;
export const DOCK_BAR_PX = 40;

/** The place of a page beside the conversation in a window of this size; the screen leaves just this part free. */
export const dockBounds = ({
  width,
  height,
}: Size): Size & { readonly x: number; readonly y: number } => {
  const x = Math.ceil(width * (1 - DOCK_SHARE));
  return {
    x,
    y: DOCK_BAR_PX,
    width: Math.max(0, width - x),
    height: Math.max(0, height - DOCK_BAR_PX),
  };
};
