import { beforeEach, describe, expect, it } from 'vitest';
import { platformMessage, REF, TestCore } from './testing/test-core.ts';
import type { DraftBase, KeptDraft } from '#shared/model/conversation.ts';
import type { Result } from '#shared/model/result.ts';

let world: TestCore;
beforeEach(async () => {
  world = await TestCore.open();
  await world.goOnline();
  await world.hear(platformMessage({ sentAt: world.clock.now() }));
});

/** What a window says that had this revision before its eyes. */
const one = (revision: number): DraftBase => ({ windowId: 'one', revision });
const two = (revision: number): DraftBase => ({ windowId: 'two', revision });

const save = async (
  draft: string,
  typedUpon: DraftBase,
  typedAgoMs = 0,
): Promise<Result<KeptDraft>> =>
  world.core.handlers['conversations.saveDraft']({ ...REF, draft, typedUpon, typedAgoMs });

/** The kind of the refusal, null when it was taken. */
const send = async (content: string, id: string, upon: DraftBase): Promise<string | null> => {
  const answer = await world.agentSends(content, id, 'text', upon);
  return answer.ok ? null : answer.error.kind;
};

const draft = (): readonly [string, number] => {
  const row = world.conversation();
  return [row.draft, row.draftRevision];
};

const ownTexts = async (): Promise<readonly string[]> =>
  (await world.timeline()).filter(({ send: ours }) => ours !== null).map(({ content }) => content);

describe('[CV13] a send from a draft', () => {
  it('empties it in the same commit, and no text of another window that was not seen', async () => {
    await save('亲,在的\n', one(0));
    const before = world.store.commits.length;
    await send('亲,在的', 'm1', one(1));
    const first = world.store.commits[before] ?? [];
    const drafts = first.flatMap((write) =>
      'put' in write && write.put === 'conversation' ? [write.row.draft] : [],
    );
    expect(drafts).toEqual(['']);
    await save('另一句', two(2));
    await send('亲,在的', 'm1', one(2));
    await send('不同', 'm2', one(2));
    expect(draft()[0]).toBe('另一句');
    await save('', one(2));
    expect(draft()[0]).toBe('另一句');
  });

  it('empties what it grew from, though the last letters were never saved', async () => {
    await save('在', one(0));
    await send('在的', 'm1', one(1));
    expect(draft()).toEqual(['', 2]);
  });

  it('made in two windows in the same instant is one send, and the other is told so', async () => {
    await save('在的', one(0));
    const answers = await Promise.all([send('在的', 'm1', one(1)), send('在的', 'm2', two(1))]);
    expect(answers).toEqual([null, 'draft.sentElsewhere']);
    expect(await ownTexts()).toEqual(['在的']);
    expect(draft()[0]).toBe('');
  });

  it('is one also when the text was saved in neither window, and its late save is told the same', async () => {
    expect(await send('在的', 'm1', one(0))).toBeNull();
    expect(await save('在的', two(0))).toMatchObject({ error: { kind: 'draft.sentElsewhere' } });
    expect(await send('在的', 'm2', two(0))).toBe('draft.sentElsewhere');
    expect(draft()[0]).toBe('');
  });

  it('of another text goes, whatever the other window sent', async () => {
    await save('在的', one(0));
    expect(await send('在的', 'm1', one(1))).toBeNull();
    expect(await send('在的,亲', 'm2', two(1))).toBeNull();
    expect(await ownTexts()).toEqual(['在的', '在的,亲']);
  });

  it('goes again from the window that sent it, and from one that has seen it sent', async () => {
    expect(await send('在的', 'm1', one(0))).toBeNull();
    expect(await send('在的', 'm2', one(0))).toBeNull();
    expect(await send('在的', 'm3', two(draft()[1]))).toBeNull();
    expect(await ownTexts()).toHaveLength(3);
  });

  it('[CV4] repeated after a lost answer is the same send, not one of another window', async () => {
    expect(await send('在的', 'm1', one(0))).toBeNull();
    await send('好', 'm2', two(1));
    expect(await send('在的', 'm1', one(0))).toBeNull();
    expect(await ownTexts()).toEqual(['在的', '好']);
  });
});

describe('[CV13] a save of a text that was typed without sight of another window’s', () => {
  it('wins when it was typed last, and hands back what it displaced', async () => {
    await save('这边', one(0));
    const kept = await save('那边', two(0));
    expect(kept).toMatchObject({ value: { draft: '那边', revision: 2, displaced: '这边' } });
    expect(draft()).toEqual(['那边', 2]);
  });

  it('gives way when it was typed earlier, and is handed back', async () => {
    await world.clock.advance(60_000);
    await save('这边', one(0));
    const kept = await save('那边', two(0), 5_000);
    expect(kept).toMatchObject({ value: { draft: '这边', revision: 1, displaced: '那边' } });
    expect(draft()).toEqual(['这边', 1]);
  });

  it('displaces nothing that it holds itself, and nothing that its window saw', async () => {
    await save('在', one(0));
    expect(await save('在的', two(0))).toMatchObject({ value: { displaced: null } });
    expect(await save('好', one(2))).toMatchObject({ value: { displaced: null } });
  });

  it('an empty one takes no text away', async () => {
    await save('这边', one(0));
    expect(await save('', two(0))).toMatchObject({ value: { draft: '这边', displaced: null } });
  });
});

it('[CV13] after a restart a window that is ahead of the core goes on, and one that saw nothing displaces nothing unsaid', async () => {
  await save('一', one(0));
  await save('一二', one(1));
  world = await world.restart();
  expect(draft()).toEqual(['一二', 0]);
  expect(await save('一二三', one(2))).toMatchObject({ value: { revision: 3, displaced: null } });
  expect(await save('别的', two(-1))).toMatchObject({ value: { displaced: '一二三' } });
  const answers = await Promise.all([send('别的', 'm1', two(4)), send('别的', 'm2', one(4))]);
  expect(answers).toEqual([null, 'draft.sentElsewhere']);
  expect(await ownTexts()).toEqual(['别的']);
});
