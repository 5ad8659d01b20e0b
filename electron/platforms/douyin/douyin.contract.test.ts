import { startWorld } from '../../../sandbox/world.ts';
import { connectorContract } from '../connector.contract.ts';
import { sandboxPlatform } from '../sandbox-platform.contract.ts';

connectorContract('douyin', async () => sandboxPlatform(await startWorld(), 'douyin'));
