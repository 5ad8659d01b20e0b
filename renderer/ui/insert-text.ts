/**
 * Types into a box as a person would, in the place of what is selected, so that undo knows it and the box tells of the change. An
 * empty text takes the selection away.
 */
export const insertText = (box: HTMLTextAreaElement | null, text: string): void => {
  box?.focus();
  // oxlint-disable-next-line typescript/no-deprecated -- the only insertion that the undo history of a text box keeps
  if (text === '') document.execCommand('delete');
  // oxlint-disable-next-line typescript/no-deprecated -- as above
  else document.execCommand('insertText', false, text);
};
