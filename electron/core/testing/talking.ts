import { platformMessage, REF, TestCore } from './test-core.ts';

/** A shop that is online, and a buyer who has just said 买. */
export const talking = async (): Promise<TestCore> => {
  const world = await TestCore.open();
  await world.goOnline();
  await world.hear(platformMessage({ sentAt: world.clock.now(), content: '买' }));
  return world;
};

export const setManual = (world: TestCore, manual: boolean): unknown =>
  world.core.handlers['conversations.setManual']({ ...REF, manual });

/** What is held for the agent, each with why. */
export const held = (world: TestCore): readonly string[] =>
  world.conversation().suggestions.map(({ content, why }) => `${content}:${why}`);
