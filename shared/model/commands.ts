import { isPressed, pressedDigit, type PressedChord } from './chord.ts';

/**
 * Everything that the agent can do by name or by key, once: the keys that are heard, the tooltips, the sheet on F1, the palette and the
 * settings are made from this table. Its titles are in `renderer/i18n/command-strings.ts`; what a command does is offered by the part of the screen that has it
 * (`renderer/state/commands`).
 */
type Command = {
  /**
   * The first is the one that is named; the others do the same. Of Ctrl+T and Alt+T a browser's tab keeps the first: there the second is
   * named. `1…9` as the last part is nine keys, and the digit goes to the command.
   */
  readonly keys: readonly string[];
  /** What must be there for it; where it is not, the palette says so. */
  readonly needs: 'nothing' | 'shops' | 'conversation';
  /** `window`: from wherever the agent is. `box`: by 回复 itself, while the caret is in it; the setting 发送键 decides these keys. */
  readonly heardBy: 'window' | 'box';
  /** Goes on while the key is held. */
  readonly repeats?: boolean;
};

const window = (
  keys: readonly string[],
  needs: Command['needs'] = 'nothing',
  more: Pick<Command, 'repeats'> = {},
): Command => ({ keys, needs, heardBy: 'window', ...more });

const box = (...keys: readonly string[]): Command => ({
  keys,
  needs: 'conversation',
  heardBy: 'box',
});

const walks = { repeats: true };

const TABLE = {
  'inbox.mostUrgent': window(['Ctrl+J']),
  'inbox.next': window(['Alt+ArrowDown'], 'nothing', walks),
  'inbox.previous': window(['Alt+ArrowUp'], 'nothing', walks),
  'inbox.search': window(['Ctrl+K'], 'shops'),
  'conversation.takeOver': window(['Ctrl+T', 'Alt+T'], 'conversation'),
  'conversation.star': window(['Alt+S'], 'conversation'),
  'conversation.settle': window(['Alt+N'], 'conversation'),
  'conversation.close': window(['Alt+Q'], 'conversation'),
  'composer.send': box('Enter'),
  'composer.sendAndNext': box('Ctrl+Shift+Enter'),
  'composer.break': box('Shift+Enter'),
  'composer.takeSuggestion': box('Tab'),
  'phrases.find': box('/'),
  'phrases.put': window(['Alt+1…9'], 'conversation'),
  'shops.next': window(['Ctrl+Tab', 'Alt+PageDown'], 'shops', walks),
  'shops.previous': window(['Ctrl+Shift+Tab', 'Alt+PageUp'], 'shops', walks),
  'shops.choose': window(['Ctrl+1…9'], 'shops'),
  'help.keys': window(['F1', 'Ctrl+/']),
} as const satisfies Readonly<Record<string, Command>>;

export type CommandId = keyof typeof TABLE;
export const COMMANDS: Readonly<Record<CommandId, Command>> = TABLE;
export const COMMAND_IDS = Object.keys(TABLE) as readonly CommandId[];

/** As they stand together on the sheet and in the settings. */
export const COMMAND_GROUPS = [
  'inbox',
  'conversation',
  'composer',
  'phrases',
  'shops',
  'help',
] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export const commandsOf = (group: CommandGroup): readonly CommandId[] =>
  COMMAND_IDS.filter((id) => id.startsWith(`${group}.`));

/** The keys of every command. */
export type KeyMap = Readonly<Record<CommandId, readonly string[]>>;

/** What 回复 means by its keys, by the setting 发送键. */
const BOX_KEYS = {
  enter: { 'composer.send': ['Enter'], 'composer.break': ['Shift+Enter'] },
  ctrlEnter: { 'composer.send': ['Ctrl+Enter'], 'composer.break': ['Enter'] },
} as const;

/** The keys that hold. */
export const keyMapOf = ({ sendKey }: { readonly sendKey: keyof typeof BOX_KEYS }): KeyMap => ({
  ...(Object.fromEntries(COMMAND_IDS.map((id) => [id, COMMANDS[id].keys])) as KeyMap),
  ...BOX_KEYS[sendKey],
});

/** The command that the window hears in these keys; `digit` where its key is one of nine. A key of its own goes before one of nine. */
export const commandPressed = (
  pressed: PressedChord,
  keys: KeyMap,
): { readonly id: CommandId; readonly digit: number | null } | null => {
  const heard = COMMAND_IDS.filter((id) => COMMANDS[id].heardBy === 'window');
  const exact = heard.find((id) => keys[id].some((text) => isPressed(pressed, text)));
  if (exact !== undefined) return { id: exact, digit: null };
  for (const id of heard)
    for (const text of keys[id]) {
      const digit = pressedDigit(pressed, text);
      if (digit !== null) return { id, digit };
    }
  return null;
};
