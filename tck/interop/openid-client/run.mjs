// openid-client, the certified relying party, at our authorization server: each client authenticates in another way.
import { Checks, describe } from '../lib/checks.mjs';
import { withServer } from '../lib/server.mjs';
import { discovery } from './discovery.mjs';
import { confidential } from './confidential.mjs';
import { keyed } from './keyed.mjs';
import { userless } from './userless.mjs';

const SEQUENCES = { discovery, ...confidential, keyed, userless };

const checks = new Checks();
try {
    await withServer(async url => {
        for (const [title, steps] of Object.entries(SEQUENCES)) await checks.sequence(title, steps(url));
    });
} catch (error) {
    checks.fail('servers', describe(error));
}
checks.finish();
process.exit();
