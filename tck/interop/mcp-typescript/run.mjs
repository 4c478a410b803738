// The MCP TypeScript clients against the quickstart server.
import { Checks, describe } from '../lib/checks.mjs';
import { withServer } from '../lib/server.mjs';
import { Flow } from './flow.mjs';
import { sdk1 } from './sdk-1.mjs';
import { sdk2 } from './sdk-2.mjs';

const SDKS = [sdk2('auto', '2026-07-28'), sdk2('legacy', '2025-11-25'), sdk1];

const checks = new Checks();
try {
    await withServer(async url => {
        for (const sdk of SDKS) {
            const flow = new Flow(sdk, url);
            await checks.sequence(sdk.name, flow.steps());
            await flow.close();
        }
    });
} catch (error) {
    checks.fail('server', describe(error));
}
checks.finish();
process.exit();
