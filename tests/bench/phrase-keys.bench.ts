import { asPhraseId } from '#shared/model/ids.ts';
import {
  findable,
  initialsSourceOf,
  matchPhrases,
  type FindablePhrase,
} from '#shared/model/phrase-match.ts';
import { PHRASE_LIMITS, type Phrase } from '#shared/model/phrase.ts';
import { initialsOf } from '../../renderer/state/phrases/initials.ts';
import { figure, percentile, type TellFigure } from './figure.ts';

/** What one key in the list of phrases costs before anything is drawn: 2,000 phrases beside 200, and beside the longest there can be. */
const ROUNDS = 200;
const QUERIES = ['h', 'hh', '换', '换货', 'fhsj', '编号1999', '没有这句', 'zz'];
const WORDS = ['换货流程', '发货时间', '色差说明', '尺码建议', '开发票', '查物流'];

const phrases = (count: number, characters: number): readonly FindablePhrase[] =>
  Array.from({ length: count }, (_, at) => {
    const word = WORDS[at % WORDS.length] ?? '';
    const text = `${word}：第 ${String(at)} 条，说的是发货、退换和尺码。`
      .repeat(200)
      .slice(0, characters);
    const phrase: Phrase = {
      phraseId: asPhraseId(String(at)),
      scope: { kind: 'all' },
      group: '',
      code: `编号${String(at)}`,
      parts: [{ kind: 'text', text }],
      place: null,
      usedCount: 0,
      usedAt: null,
    };
    return findable(phrase, initialsOf(initialsSourceOf(phrase)));
  });

const measure = (rows: readonly FindablePhrase[]): number => {
  const sample: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const query of QUERIES) {
      const startedMs = performance.now();
      matchPhrases(rows, query);
      sample.push(performance.now() - startedMs);
    }
  }
  return percentile(sample, 0.95);
};

export const run = async (tell: TellFigure): Promise<void> => {
  const { phrases: most, characters } = PHRASE_LIMITS;
  const usual = measure(phrases(most, 80));
  tell(figure('phrase key p95, 2,000 phrases beside 200', usual, 'ms', measure(phrases(200, 80))));
  const longest = measure(phrases(most, characters));
  tell(figure('phrase key p95, 2,000 of 5,000 characters beside 80', longest, 'ms', usual));
};
