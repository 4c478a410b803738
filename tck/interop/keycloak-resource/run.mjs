// The resource server of the quickstart with the tokens of a real Keycloak, which it finds by issuer discovery.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Checks, describe } from '../lib/checks.mjs';
import { ask } from '../lib/http.mjs';
import { challengeOf, rpc, STATELESS, tampered } from '../lib/mcp.mjs';
import { freePort, withServer } from '../lib/server.mjs';
import { withKeycloak } from './keycloak.mjs';
import { ALICE, REALM, realm, SECRET } from './realm.mjs';

const checks = new Checks();
try {
    const port = await freePort();
    const resource = `http://127.0.0.1:${port}/mcp`;
    await withKeycloak(realm(resource), async keycloak => {
        const issuer = `${keycloak}/realms/${REALM}`;
        process.env.JAVA_OPTS = `-Dmcp.oauth.resource.authorization-servers=${issuer} ${process.env.JAVA_OPTS ?? ''}`;
        await withServer(async url => {
            assert.equal(url, resource);
            await checks.sequence('tokens of Keycloak', steps(url, issuer));
            await checks.sequence('what is no token for the resource', refusals(url, issuer, keycloak));
        }, port);
    });
} catch (error) {
    checks.fail('servers', describe(error));
}
checks.finish();
process.exit();

function steps(url, issuer) {
    return [
        ['the challenge leads to Keycloak', async () => {
            const { response } = await rpc(url, STATELESS, { method: 'tools/list' });
            assert.equal(response.status, 401);
            const metadata = await (await ask(challengeOf(response).resource_metadata)).json();
            assert.deepEqual(metadata.authorization_servers, [issuer]);
        }],
        ['client_credentials: accepted, the client is the azp of the token', async () => {
            const token = await clientCredentials(issuer, 'interop', 'mcp:tools');
            await record('client-credentials', token);
            const caller = await whoami(url, token);
            assert.equal(caller.clientId, 'interop');
            assert.equal(caller.iss, issuer);
        }],
        ['password: accepted, the subject is that of the user', async () => {
            const { access_token: token } = await password(issuer, 'interop', 'mcp:tools openid');
            await record('user', token);
            const caller = await whoami(url, token);
            assert.equal(caller.sub, claims(token).sub);
            assert.equal(caller.clientId, 'interop');
        }],
        ['a token of type at+jwt with client_id: accepted', async () => {
            const { access_token: token } = await password(issuer, 'rfc9068', 'mcp:tools');
            await record('rfc9068', token);
            assert.equal(header(token).typ, 'at+jwt');
            assert.equal((await whoami(url, token)).clientId, 'rfc9068');
        }],
        ['a token for a resource that was asked for (RFC 8707): accepted, for nothing else', async () => {
            const { access_token: token } = await password(issuer, 'indicated', 'mcp:tools', { resource: url });
            await record('resource-indicator', token);
            assert.deepEqual([claims(token).aud].flat(), [url]);
            assert.equal((await whoami(url, token)).clientId, 'indicated');
        }],
        ['a scope that the token lacks is challenged with 403', async () => {
            const token = await clientCredentials(issuer, 'interop', 'mcp:tools');
            const { response } = await call(url, token, 'notes_add', { text: 'x' });
            assert.equal(response.status, 403);
            assert.equal(challengeOf(response).error, 'insufficient_scope');
            assert.match(challengeOf(response).scope, /\bnotes:write\b/);
        }],
        ['with the scope the call is done', async () => {
            const token = await clientCredentials(issuer, 'interop', 'mcp:tools notes:write');
            const { response, message } = await call(url, token, 'notes_add', { text: 'x' });
            assert.equal(response.status, 200);
            assert.ok(!message.error);
        }],
    ];
}

function refusals(url, issuer, keycloak) {
    return [
        ['a tampered token', async () => {
            await refused(url, tampered(await clientCredentials(issuer, 'interop', 'mcp:tools')));
        }],
        ['a token for another audience', async () => {
            await refused(url, await clientCredentials(issuer, 'elsewhere', 'mcp:tools'));
        }],
        ['a token without audience', async () => {
            const token = await clientCredentials(issuer, 'untouched', 'mcp:tools');
            await record('without-audience', token);
            await refused(url, token);
        }],
        ['an ID token', async () => {
            const { id_token: token } = await password(issuer, 'interop', 'mcp:tools openid');
            await record('id-token', token);
            await refused(url, token);
        }],
        ['a refresh token', async () => {
            const { refresh_token: token } = await password(issuer, 'interop', 'mcp:tools');
            await record('refresh-token', token);
            await refused(url, token);
        }],
        ['a token of another realm of the same server', async () => {
            await refused(url, await masterToken(keycloak));
        }],
    ];
}

async function refused(url, token) {
    const { response } = await rpc(url, STATELESS, { method: 'tools/list', token });
    assert.equal(response.status, 401);
    assert.equal(challengeOf(response).error, 'invalid_token');
}

async function whoami(url, token) {
    const { response, message } = await call(url, token, 'whoami', {});
    assert.equal(response.status, 200);
    return JSON.parse(message.result.content[0].text);
}

function call(url, token, name, args) {
    return rpc(url, STATELESS, { method: 'tools/call', params: { name, arguments: args }, token });
}

async function clientCredentials(issuer, clientId, scope) {
    return (await tokens(issuer, { grant_type: 'client_credentials', client_id: clientId, client_secret: SECRET, scope }))
        .access_token;
}

function password(issuer, clientId, scope, more = {}) {
    return tokens(issuer, {
        grant_type: 'password',
        client_id: clientId,
        client_secret: SECRET,
        username: ALICE.name,
        password: ALICE.password,
        scope,
        ...more,
    });
}

async function masterToken(keycloak) {
    const form = { grant_type: 'password', client_id: 'admin-cli', username: 'admin', password: 'admin-pw' };
    return (await tokens(`${keycloak}/realms/master`, form)).access_token;
}

async function tokens(issuer, form) {
    const response = await ask(`${issuer}/protocol/openid-connect/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
    });
    const body = await response.json();
    if (!response.ok) throw new Error(`token endpoint: ${response.status} ${body.error} ${body.error_description}`);
    return body;
}

/** Writes header and claims, not the signature, to the folder KEYCLOAK_SHAPES, when it is given. */
async function record(name, token) {
    const folder = process.env.KEYCLOAK_SHAPES;
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    const shape = { header: header(token), claims: claims(token) };
    await writeFile(join(folder, `keycloak-${name}.json`), `${JSON.stringify(shape, null, 2)}\n`);
}

function header(token) {
    return part(token, 0);
}

function claims(token) {
    return part(token, 1);
}

function part(token, index) {
    return JSON.parse(Buffer.from(token.split('.')[index], 'base64url').toString());
}
