import { browserHost } from './hosts.ts';
import { tellMainJob } from './main-job.story.ts';

tellMainJob(browserHost());
