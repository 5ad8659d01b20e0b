import { Button } from './Button.tsx';

/** Shows the rest of a list, and folds it again. */
export const FoldButton = ({
  isOpen,
  onChange,
  text,
  className,
}: {
  readonly isOpen: boolean;
  readonly onChange: (isOpen: boolean) => void;
  /** What a press does now. */
  readonly text: string;
  readonly className?: string | undefined;
}) => (
  <Button
    variant="quiet"
    className={className}
    aria-expanded={isOpen}
    onPress={() => {
      onChange(!isOpen);
    }}
  >
    {text}
  </Button>
);
