import { REAL_ELECTRON, STAND_IN } from './hosts.ts';
import { tellMainJob } from './main-job.story.ts';

tellMainJob(STAND_IN);
tellMainJob(REAL_ELECTRON);
