import { app, Menu, type MenuItemConstructorOptions, type WebContents } from 'electron';
import type { PageZoom } from './page-zoom.ts';
import type { DesktopTexts } from './texts.ts';

type Item = MenuItemConstructorOptions;
type Role = NonNullable<Item['role']>;

const item = (role: Role, label: string): Item => ({ role, label });
const LINE: Item = { type: 'separator' };

const ofApp = (texts: DesktopTexts, isMac: boolean): readonly Item[] =>
  isMac
    ? [
        item('about', texts.about),
        LINE,
        item('hide', texts.hide),
        item('hideOthers', texts.hideOthers),
        item('unhide', texts.unhide),
        LINE,
        item('quit', texts.quit),
      ]
    : // The role would come with a key beside the one that selects everything.
      [{ label: texts.quit, click: () => app.quit() }];

const ofEdit = (texts: DesktopTexts): readonly Item[] => [
  item('undo', texts.undo),
  item('redo', texts.redo),
  LINE,
  item('cut', texts.cut),
  item('copy', texts.copy),
  item('paste', texts.paste),
  item('selectAll', texts.selectAll),
];

const ofZoom = (texts: DesktopTexts, zoom: PageZoom): readonly Item[] => {
  const zooming = (label: string, key: string, steps: number | null, visible = true): Item => ({
    label,
    accelerator: `CommandOrControl+${key}`,
    click: () => zoom.change(steps),
    visible,
  });
  return [
    zooming(texts.resetZoom, '0', null),
    zooming(texts.zoomIn, 'Plus', 1),
    // The same key without its shift.
    zooming(texts.zoomIn, '=', 1, false),
    zooming(texts.zoomOut, '-', -1),
  ];
};

const ofView = (texts: DesktopTexts, zoom: PageZoom): readonly Item[] => [
  ...ofZoom(texts, zoom),
  LINE,
  item('togglefullscreen', texts.fullScreen),
  // SE11: no developer tools in packages, and no key that throws a page away while somebody writes in it.
  ...(app.isPackaged ? [] : ([LINE, { role: 'reload' }, { role: 'toggleDevTools' }] as const)),
];

/**
 * The application's menu, in place of Electron's own: that one closes the window, reloads it and opens the developer tools by keys,
 * also where nobody sees it.
 */
const setAppMenu = (texts: DesktopTexts, zoom: PageZoom): void => {
  const menus: readonly (readonly [string, readonly Item[]])[] = [
    [texts.app, ofApp(texts, process.platform === 'darwin')],
    [texts.edit, ofEdit(texts)],
    [texts.view, ofView(texts, zoom)],
    [texts.window, [item('minimize', texts.minimize)]],
  ];
  const template = menus.map(([label, submenu]): Item => ({ label, submenu: [...submenu] }));
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
};

/** The right button of the mouse in a field or on a selection: of our own page and of the shops'. Electron offers nothing. */
const offerEditMenu = (contents: WebContents, texts: () => DesktopTexts): void => {
  contents.on('context-menu', (_event, { isEditable, editFlags, selectionText }) => {
    const { cut, copy, paste, selectAll } = texts();
    const copying: Item = { ...item('copy', copy), enabled: editFlags.canCopy };
    const editing: readonly Item[] = [
      { ...item('cut', cut), enabled: editFlags.canCut },
      copying,
      { ...item('paste', paste), enabled: editFlags.canPaste },
      LINE,
      { ...item('selectAll', selectAll), enabled: editFlags.canSelectAll },
    ];
    const offered = isEditable ? editing : selectionText.trim() === '' ? [] : [copying];
    if (offered.length > 0) Menu.buildFromTemplate([...offered]).popup();
  });
};

/** Both menus of the app in the language that `texts` is in; `onChange` calls when that may be another one. */
export const keepMenus = (
  texts: () => DesktopTexts,
  zoom: PageZoom,
  onChange: (changed: () => void) => void,
): void => {
  app.on('web-contents-created', (_event, contents) => offerEditMenu(contents, texts));
  let shown: DesktopTexts | null = null;
  const follow = (): void => {
    const wanted = texts();
    if (wanted === shown) return;
    shown = wanted;
    setAppMenu(wanted, zoom);
  };
  follow();
  onChange(follow);
};
