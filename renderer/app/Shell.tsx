/** Replaced by the whole layout below. */
export const Shell = () => <main />;
