// Our server has a key at the issuer (RFC 7523, section 2.2), which only a bean can say.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, JARS } from '../lib/driver.mjs';
import { withProgram } from '../lib/server.mjs';
import { claimsOf } from './client.mjs';
import { BROKER } from './issuer.mjs';
import { Visitor } from './visitor.mjs';

const BEANS = fileURLToPath(new URL('keyed', import.meta.url));
const OF_KEYS = /^MCP_OAUTH_AS_(LOGIN|UPSTREAM_)/;

/** Starts the quickstart with a bean that names issuer and key; hands its URL and the public key to a function. */
export async function withKeyedServer(issuer, port, use) {
    const folder = await mkdtemp(join(tmpdir(), 'interop-keyed-'));
    try {
        await compile(join(BEANS, 'org/mcpoauth/interop/keyed'), folder);
        await cp(join(BEANS, 'META-INF'), join(folder, 'META-INF'), { recursive: true });
        const { privateKey, publicKey } = keyPair();
        const file = join(folder, 'key.der');
        await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'der' }), { mode: 0o600 });
        for (const name of Object.keys(process.env).filter(name => OF_KEYS.test(name))) delete process.env[name];
        return await withProgram('java', [
            '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC',
            `-Dinterop.issuer=${issuer.url}`, `-Dinterop.client-id=${BROKER}`, `-Dinterop.key=${file}`,
            '-cp', [folder, JARS].join(delimiter), 'org.mcpoauth.samples.quickstart.Demo', '--serve', String(port),
        ], url => use(url, publicJwk(publicKey)));
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

export function keyedSteps(scene) {
    const { issuer } = scene;
    let client, visitor;
    return [
        ['private_key_jwt: an assertion for the issuer, once used, and no secret', async () => {
            client = await scene.client();
            const seen = new Set();
            for (const name of ['alice', 'bob']) {
                visitor = new Visitor();
                const claims = await client.claims(await scene.whole(visitor, client, name));
                assert.equal(claims.sub, scene.subject(name));
                const [{ authorization, form, status }] = issuer.take();
                assert.equal(status, 200);
                assert.deepEqual([authorization, form.client_secret], ['', undefined]);
                assert.equal(form.client_assertion_type, 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
                const { iss, sub, aud, jti, exp, iat } = claimsOf(form.client_assertion);
                assert.deepEqual([iss, sub, aud], [BROKER, BROKER, issuer.url]);
                assert.ok(exp - iat <= 300 && !seen.has(jti));
                seen.add(jti);
            }
        }],
        ['an issuer that knows another key gives nothing, which is told to nobody', async () => {
            const { publicKey } = keyPair();
            const options = issuer.options;
            await issuer.restart({ keys: [publicJwk(publicKey)] });
            try {
                client.refused('server_error', await scene.whole(new Visitor(), client, 'alice'));
                assert.deepEqual(issuer.take().map(call => [call.status, call.answer.error]), [[401, 'invalid_client']]);
            } finally {
                await issuer.restart(options);
            }
        }],
    ];
}

function keyPair() {
    return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function publicJwk(key) {
    return { ...key.export({ format: 'jwk' }), kid: 'broker', alg: 'ES256', use: 'sig' };
}
