/** What waits at one moment, over all shops. What waits for the back office stands in the gateway's status. */
export type Queues = {
  /** Inputs that are decided or about to be, and not yet in the database. */
  readonly waitingWrites: number;
  readonly queuedSends: number;
  readonly sendsInFlight: number;
  readonly unconfirmedSends: number;
};

export const NO_QUEUES: Queues = {
  waitingWrites: 0,
  queuedSends: 0,
  sendsInFlight: 0,
  unconfirmedSends: 0,
};

/** One part of the diagnostics file, as it stands in it. */
export type DiagnosticsSection = { readonly title: string; readonly text: string };

/** `previewId` names exactly this text. */
export type DiagnosticsPreview = {
  readonly previewId: string;
  readonly sections: readonly DiagnosticsSection[];
};

/** The whole file: what is exported and what the preview copies. */
export const diagnosticsText = (sections: readonly DiagnosticsSection[]): string =>
  sections.map(({ title, text }) => `## ${title}\n\n${text}\n`).join('\n');
