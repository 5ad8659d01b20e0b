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

/** How far right in the window a character of a box stands, in px. A text box tells nobody, so its text is laid out once beside it. */
export const leftOfCharacter = (box: HTMLTextAreaElement, at: number): number => {
  const mirror = document.createElement('div');
  const own = getComputedStyle(box);
  for (const name of STYLES) mirror.style[name] = own[name];
  Object.assign(mirror.style, { position: 'fixed', visibility: 'hidden', whiteSpace: 'pre-wrap' });
  const mark = document.createElement('span');
  mark.textContent = '/';
  mirror.append(document.createTextNode(box.value.slice(0, at)), mark);
  document.body.append(mirror);
  const inMirror = mark.getBoundingClientRect().left - mirror.getBoundingClientRect().left;
  mirror.remove();
  return box.getBoundingClientRect().left + inMirror;
};
