// openid-client, the certified relying party, at our authorization server: each client authenticates in another way.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks, describe } from '../lib/checks.mjs';
import { withServer } from '../lib/server.mjs';
import { discovery } from './discovery.mjs';
import { confidential } from './confidential.mjs';
import { keyed } from './keyed.mjs';
import { pushed } from './pushed.mjs';
import { bound } from './bound.mjs';
import { device, TELEVISION } from './device.mjs';
import { BATCH, userless } from './userless.mjs';

const SEQUENCES = { discovery, ...confidential, keyed, userless, pushed, bound, device };

const checks = new Checks();
const folder = await mkdtemp(join(tmpdir(), 'interop-openid-client-'));
try {
    const clients = join(folder, 'clients.json');
    await writeFile(clients, JSON.stringify({
        [BATCH.id]: { ...BATCH.metadata, client_secret: BATCH.secret },
        [TELEVISION.id]: TELEVISION.metadata,
    }));
    process.env.JAVA_OPTS = [
        `-Dmcp.oauth.as.clients-file=${clients}`,
        '-Dmcp.oauth.as.endpoints.par=/par',
        '-Dmcp.oauth.as.endpoints.device=/device',
        '-Dmcp.oauth.as.device.interval=PT1S',
        process.env.JAVA_OPTS ?? '',
    ].join(' ');
    await withServer(async url => {
        for (const [title, steps] of Object.entries(SEQUENCES)) await checks.sequence(title, steps(url));
    });
} catch (error) {
    checks.fail('servers', describe(error));
} finally {
    await rm(folder, { recursive: true, force: true });
}
checks.finish();
process.exit();
