/** What of a box decides where its lines break. */
const STYLES = [
  'boxSizing',
  'width',
  'paddingTop',
  'paddingRight',
  'paddingBottom',
  'paddingLeft',
  'borderTopWidth',
  'borderRightWidth',
  'borderBottomWidth',
  'borderLeftWidth',
  'fontFamily',
  'fontSize',
  'fontWeight',
  'letterSpacing',
  'lineHeight',
  'overflowWrap',
  'tabSize',
] as const;

/** Where a character of a box stands in the window, in px. A text box tells nobody, so its text is laid out once beside it. */
export const placeOfCharacter = (
  box: HTMLTextAreaElement,
  at: number,
): { readonly x: number; readonly top: number; readonly bottom: number } => {
  const mirror = document.createElement('div');
  const own = getComputedStyle(box);
  for (const name of STYLES) mirror.style[name] = own[name];
  Object.assign(mirror.style, { position: 'fixed', visibility: 'hidden', whiteSpace: 'pre-wrap' });
  const mark = document.createElement('span');
  mark.textContent = '/';
  mirror.append(document.createTextNode(box.value.slice(0, at)), mark);
  document.body.append(mirror);
  const outer = mirror.getBoundingClientRect();
  const inner = mark.getBoundingClientRect();
  const place = box.getBoundingClientRect();
  mirror.remove();
  const top = place.top + inner.top - outer.top - box.scrollTop;
  return { x: place.left + inner.left - outer.left, top, bottom: top + inner.height };
};
