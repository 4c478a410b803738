// The MCP TypeScript clients against the server of the MCP Java SDK: a WAR on Open Liberty behind our servlet filter,
// with tokens of the quickstart.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Checks, describe, within } from '../lib/checks.mjs';
import { freePort, group, withServer } from '../lib/server.mjs';
import { Flow } from '../mcp-typescript/flow.mjs';
import { sdk1 } from '../mcp-typescript/sdk-1.mjs';
import { sdk2 } from '../mcp-typescript/sdk-2.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const LIBERTY = fileURLToPath(new URL('target/runtimes/wlp/bin/server', import.meta.url));
const BUILD = [
    '-q', '-B', '-f', `${ROOT}pom.xml`, '-Pinterop', '-pl', 'tck/interop/mcp-java-sdk-server', '-am',
    'package', '-DskipTests', '-Dcyclonedx.skip',
];
// the application answers, and the server listens; which comes first differs
const STARTED = ['CWWKZ0001I', 'CWWKF0011I'];
const START_LIMIT_MS = 180_000;

// this server speaks no later revision, which the newer client has to find out
const SDKS = [sdk2('auto', '2025-11-25'), sdk2('legacy', '2025-11-25'), sdk1];

const checks = new Checks();
try {
    await promisify(execFile)('mvn', BUILD);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/mcp`;
    process.env.JAVA_OPTS = `${process.env.JAVA_OPTS ?? ''} -Dmcp.oauth.as.resources-allowed=${url}`;
    await withServer(quickstart => withSdkServer(port, url, new URL(quickstart).origin, async () => {
        for (const sdk of SDKS) {
            const flow = new Flow(sdk, url);
            await checks.sequence(sdk.name, flow.steps());
            await flow.close();
        }
    }));
} catch (error) {
    checks.fail('server', describe(error));
}
checks.finish();
process.exit();

async function withSdkServer(port, url, issuer, use) {
    const env = {
        ...process.env,
        HTTP_PORT: port,
        JVM_ARGS: '-Xmx512m',
        MCP_OAUTH_RESOURCE_URL: url,
        MCP_OAUTH_RESOURCE_AUTHORIZATION_SERVERS: issuer,
    };
    const server = group(LIBERTY, ['run', 'sdk'], { env });
    let output = '';
    const ready = new Promise((resolve, reject) => {
        server.child.stdout.on('data', chunk => {
            output = (output + chunk).slice(-20_000);
            if (STARTED.every(message => output.includes(message))) resolve();
        });
        server.ended.then(code => reject(new Error(`the server ended with exit code ${code}`)));
    });
    try {
        await within(START_LIMIT_MS, 'start of the server', ready);
        await use();
    } catch (error) {
        console.error(output.trimEnd().split('\n').slice(-30).join('\n'));
        throw error;
    } finally {
        await server.stop();
    }
}
