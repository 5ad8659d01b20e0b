/** A file that is dropped where nobody takes it would be opened in the place of the workbench. Answers its undo. */
export const keepPage = (
  page: Pick<Window, 'addEventListener' | 'removeEventListener'>,
): (() => void) => {
  const refuse = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  };
  page.addEventListener('dragover', refuse);
  page.addEventListener('drop', refuse);
  return () => {
    page.removeEventListener('dragover', refuse);
    page.removeEventListener('drop', refuse);
  };
};
