/** Direction overrides and marks with which a name or an address can pretend to be another (SE4). */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A part of a foreign text, without direction controls. */
export const withoutDirections = (text: string): string => text.replace(BIDI_CONTROLS, '');

/** A foreign name on one line: no direction controls, no line breaks. */
export const plainName = (text: string): string =>
  withoutDirections(text).replace(/\s+/gu, ' ').trim();
