import type { TimelineItem } from './timeline-items.ts';

/** A bubble of one line, what each further line adds, and a row that is not a bubble. Pixels. */
const ONE_LINE_PX = 44;
const NEXT_LINE_PX = 21;
const LINE_BETWEEN_PX = 34;
const CHARACTERS_PER_LINE = 34;

const linesBelowFirst = (text: string): number =>
  text
    .split('\n', 40)
    .reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / CHARACTERS_PER_LINE)), -1);

/** The height of a row that was never in the page, in pixels; near enough that the scroll bar does not swing. */
export const estimateHeight = (item: TimelineItem): number => {
  if (item.kind !== 'message') return LINE_BETWEEN_PX;
  switch (item.message.type) {
    case 'image':
    case 'video':
      return 172;
    case 'product_card':
    case 'order_card':
      return 108;
    case 'text':
    case 'systemLine':
    case 'unknown':
      return ONE_LINE_PX + NEXT_LINE_PX * linesBelowFirst(item.message.content);
  }
};
