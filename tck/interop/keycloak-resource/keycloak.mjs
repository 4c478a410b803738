// A real Keycloak as a child process: fetched once by exact version into the cache folder, run in a copy of its own.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { within } from '../lib/checks.mjs';
import { ask } from '../lib/http.mjs';
import { freePort, group } from '../lib/server.mjs';

const VERSION = '26.7.3';
const SHA256 = '27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f';
const START_LIMIT_MS = 600_000;
const POLL_MS = 1_000;
const ADMIN = { KC_BOOTSTRAP_ADMIN_USERNAME: 'admin', KC_BOOTSTRAP_ADMIN_PASSWORD: 'admin-pw' };

const cache = process.env.MCP_OAUTH_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'mcp-oauth');
const run = promisify(execFile);

/**
 * Starts Keycloak with a realm, hands its base URL to a function and stops it afterwards.
 *
 * @param features what is switched on beside the defaults
 * @param truststore a PEM file of authorities to trust in calls of its own
 */
export async function withKeycloak(realm, use, { features = ['resource-indicators'], truststore } = {}) {
    const installed = await install();
    const home = await mkdtemp(join(tmpdir(), 'keycloak-'));
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    try {
        await cp(installed, home, { recursive: true });
        await mkdir(join(home, 'data', 'import'), { recursive: true });
        await writeFile(join(home, 'data', 'import', 'realm.json'), JSON.stringify(realm));
        const server = group('bash', [join(home, 'bin', 'kc.sh'), ...options(port, features, truststore)], { env: environment() });
        let output = '';
        const read = chunk => (output = (output + chunk).slice(-20_000));
        server.child.stdout.on('data', read);
        server.child.stderr.on('data', read);
        try {
            const gone = server.ended.then(code => {
                throw new Error(`Keycloak ended with exit code ${code}`);
            });
            await within(START_LIMIT_MS, 'start of Keycloak', Promise.race([answering(base, realm.realm), gone]));
            return await use(base);
        } catch (error) {
            console.error(output.trimEnd().split('\n').slice(-30).join('\n'));
            throw error;
        } finally {
            await server.stop();
        }
    } finally {
        await rm(home, { recursive: true, force: true });
    }
}

function options(port, features, truststore) {
    return [
        'start-dev',
        '--import-realm',
        `--features=${features.join(',')}`,
        ...(truststore ? [`--truststore-paths=${truststore}`] : []),
        '--http-host=127.0.0.1',
        `--http-port=${port}`,
    ];
}

function environment() {
    return { ...process.env, JAVA_OPTS_KC_HEAP: '-Xms128m -Xmx512m', JAVA_OPTS_APPEND: '-XX:TieredStopAtLevel=1', ...ADMIN };
}

async function answering(base, realm) {
    for (;;) {
        try {
            const response = await ask(`${base}/realms/${realm}/.well-known/openid-configuration`);
            if (response.ok) return;
        } catch (error) {
            if (error.name !== 'TypeError' && error.name !== 'TimeoutError') throw error; // not there yet
        }
        await new Promise(resolve => setTimeout(resolve, POLL_MS));
    }
}

/** The folder of the unpacked distribution. */
async function install() {
    const folder = join(cache, 'keycloak', `keycloak-${VERSION}`);
    if (await exists(folder)) return folder;
    const unpacking = await mkdtemp(`${await made(join(cache, 'keycloak'))}/unpacking-`);
    try {
        const zip = join(unpacking, 'keycloak.zip');
        await fetchZip(zip);
        await run('jar', ['xf', zip], { cwd: unpacking });
        await rename(join(unpacking, `keycloak-${VERSION}`), folder).catch(async error => {
            if (!(await exists(folder))) throw error; // another run was faster
        });
    } finally {
        await rm(unpacking, { recursive: true, force: true });
    }
    return folder;
}

async function fetchZip(zip) {
    const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';
    const artifact = `org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`;
    const folder = join(zip, '..');
    await run('mvn', ['-q', '-B', `${plugin}:get`, `-Dartifact=${artifact}`, '-Dtransitive=false']);
    await run('mvn', [
        '-q', '-B', `${plugin}:copy`, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`, '-Dmdep.stripVersion=true',
    ], { cwd: folder });
    await rename(join(folder, 'keycloak-quarkus-dist.zip'), zip);
    const digest = createHash('sha256');
    const stream = createReadStream(zip).on('data', chunk => digest.update(chunk));
    await once(stream, 'end');
    if (digest.digest('hex') !== SHA256) throw new Error('the distribution of Keycloak is not the expected one');
}

async function made(folder) {
    await mkdir(folder, { recursive: true });
    return folder;
}

async function exists(path) {
    return stat(path).then(
        () => true,
        () => false,
    );
}
