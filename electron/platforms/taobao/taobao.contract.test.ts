import { startWorld } from '../../../sandbox/world.ts';
import { connectorContract } from '../connector.contract.ts';
import { sandboxPlatform } from '../sandbox-platform.contract.ts';

connectorContract('taobao', async () => sandboxPlatform(await startWorld(), 'taobao'));
