import * as z from 'zod';

/** Where a page of the browser host posts the key of its address, or the ticket of the page that it was before (SE3). */
export const ADMISSION_PATH = '/admission';
/** The mark of the key in the address: behind `#` it is never sent to a server by the browser. */
export const KEY_MARK = 'key';

export const admissionRequestSchema = z.object({ key: z.string().min(1).max(128) });

export const pageAdmissionSchema = z.object({
  /** The first frame of the page's WebSocket carries it. */
  token: z.string(),
  /** Stands in the addresses under which the host shows pictures and takes files. */
  mediaKey: z.string(),
  /** Admits this page once more, when it has been loaded again and has lost all of this. */
  ticket: z.string(),
});
export type PageAdmission = z.infer<typeof pageAdmissionSchema>;

/** First frame of the page. */
export const helloSchema = z.object({ token: z.string().min(1).max(128) });
/** First frame of the host: the line is open. */
export const welcomeSchema = z.object({ welcome: z.literal(true) });
export type Welcome = z.infer<typeof welcomeSchema>;

/** The host closes a line with it whose first frame brought no token that holds. */
export const NOT_ADMITTED_CODE = 4403;
