import { PassThrough } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { hearWords } from './spoken-words.ts';

it('each line `open` asks for a fresh address, other words are answered, and the end of the input says nothing', async () => {
  const input = new PassThrough();
  const hear = { onOpen: vi.fn(), onOther: vi.fn() };
  const deafen = hearWords(input, hear);
  input.write('open\n  open \r\n\nopne\nop');
  input.write('en\n');
  await vi.waitFor(() => expect(hear.onOpen).toHaveBeenCalledTimes(3));
  expect(hear.onOther).toHaveBeenCalledTimes(1);
  input.destroy(new Error('the terminal is gone'));
  deafen();
});
