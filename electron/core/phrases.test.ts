import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { SHOP, TestCore } from './testing/test-core.ts';
import { asPhraseId } from '#shared/model/ids.ts';
import { PHRASE_LIMITS, type Phrase } from '#shared/model/phrase.ts';
import { ok } from '#shared/model/result.ts';

const IMAGE = `outgoing:${'a'.repeat(64)}.png`;

const phrase = (id: string, change: Partial<Phrase> = {}): Phrase => ({
  phraseId: asPhraseId(id),
  scope: { kind: 'all' },
  group: '',
  code: id,
  parts: [{ kind: 'text', text: '亲，在的' }],
  place: null,
  usedCount: 0,
  usedAt: null,
  ...change,
});

const known = async (world: TestCore): Promise<readonly Phrase[]> => {
  const answer = await world.core.handlers['phrases.load']({});
  if (!answer.ok) throw new Error(answer.error.kind);
  return answer.value;
};

const save = (world: TestCore, ...phrases: readonly Phrase[]) =>
  world.core.handlers['phrases.save']({ phrases });

describe('quick phrases', () => {
  it('are kept over a restart, told to every window, and never part of a snapshot', async () => {
    const world = await TestCore.open();
    expect(await save(world, phrase('a'), phrase('b'))).toEqual(ok(null));
    expect(world.publisher.deltas.at(-1)).toMatchObject({ phrases: [phrase('a'), phrase('b')] });
    expect(world.core.replica()).not.toHaveProperty('phrases');
    expect(await known(await world.restart())).toEqual([phrase('a'), phrase('b')]);
  });

  it('are removed and come back by the same save; what is gone already is no fault', async () => {
    const world = await TestCore.open();
    await save(world, phrase('a', { usedCount: 4, usedAt: 1 }), phrase('b'));
    const remove = world.core.handlers['phrases.remove'];
    const phraseIds = ['a', 'x'].map(asPhraseId);
    expect(await remove({ phraseIds })).toEqual(ok(null));
    expect(world.publisher.deltas.at(-1)).toEqual({ removedPhrases: ['a'] });
    expect(await known(world)).toEqual([phrase('b')]);
    await save(world, phrase('a', { usedCount: 4, usedAt: 1 }));
    expect(await known(await world.restart())).toContainEqual(
      phrase('a', { usedCount: 4, usedAt: 1 }),
    );
  });

  it('count their uses, and an edit of a window that heard late takes none back', async () => {
    const world = await TestCore.open();
    await save(world, phrase('a'));
    const note = world.core.handlers['phrases.noteUse'];
    await note({ phraseId: asPhraseId('a') });
    await note({ phraseId: asPhraseId('a') });
    await save(world, phrase('a', { code: '新名字', usedCount: 1 }));
    expect(await known(world)).toEqual([
      phrase('a', { code: '新名字', usedCount: 2, usedAt: world.clock.now() }),
    ]);
    expect(await note({ phraseId: asPhraseId('x') })).toMatchObject({
      error: { kind: 'phrase.unknown' },
    });
  });

  it('are full at their limit: nothing of a save that is too much is kept, changes still are', async () => {
    const world = await TestCore.open();
    const ids = Array.from({ length: PHRASE_LIMITS.phrases - 1 }, (_, at) => `p${String(at)}`);
    await save(world, ...ids.map((id) => phrase(id)));
    expect(await save(world, phrase('x'), phrase('y'))).toMatchObject({
      error: { kind: 'phrase.full' },
    });
    expect(await known(world)).toHaveLength(PHRASE_LIMITS.phrases - 1);
    expect(await save(world, phrase('x'))).toEqual(ok(null));
    expect(await save(world, phrase('p0', { code: '改' }))).toEqual(ok(null));
    expect(await known(world)).toHaveLength(PHRASE_LIMITS.phrases);
  });

  it('stay when their shop is deleted, and keep their images on this computer', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const row = phrase('a', {
      scope: { kind: 'shop', shopId: SHOP },
      parts: [{ kind: 'image', content: IMAGE }],
    });
    await save(world, row);
    expect(world.core.openContents()).toEqual(new Set([IMAGE]));
    await world.core.handlers['shops.remove']({ shopId: SHOP });
    await settled();
    expect(await known(world)).toEqual([row]);
    await world.core.handlers['phrases.remove']({ phraseIds: [asPhraseId('a')] });
    expect(world.core.openContents()).toEqual(new Set());
  });
});
