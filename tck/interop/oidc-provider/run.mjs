// The resource server of the quickstart asks a real oidc-provider about opaque tokens (RFC 7662, RFC 9701).
import assert from 'node:assert/strict';
import { DpopSession } from '@modelcontextprotocol/client';
import { Checks, describe } from '../lib/checks.mjs';
import { ask } from '../lib/http.mjs';
import { challengeOf, rpc, STATELESS } from '../lib/mcp.mjs';
import { freePort, withServer } from '../lib/server.mjs';
import { SECRET, withIssuer } from './issuer.mjs';

const JSON_TYPE = 'application/json';
const JWT_TYPE = 'application/token-introspection+jwt';
const POLL_MS = 250;
const END_LIMIT_MS = 20_000;

const OWN = { 'client-id': 'mcp-server', 'client-secret': SECRET };

const checks = new Checks();
try {
    await withIssuer(async (issuer, questions) => {
        await withResource(issuer, OWN, async url => {
            await checks.sequence('JSON answers', steps(url, issuer, questions, JSON_TYPE));
            await checks.sequence('bound tokens', boundSteps(url, issuer));
        });
        await withResource(issuer, { ...OWN, response: 'jwt' }, async url => {
            await checks.sequence('signed answers', steps(url, issuer, questions, JWT_TYPE));
        });
        await withResource(issuer, { ...OWN, 'client-secret': 'not the secret' }, async url => {
            await checks.sequence('wrong credentials of the resource', wrongSteps(url, issuer, questions));
        });
    });
    const plain = (issuer, questions) =>
        withResource(issuer, { ...OWN, response: 'jwt' }, async url => {
            await checks.sequence('plain answers where signed ones are wanted', plainSteps(url, issuer, questions));
        });
    await withIssuer(plain, { signs: false });
} catch (error) {
    checks.fail('servers', describe(error));
}
checks.finish();
process.exit();

/** Starts the quickstart as a resource that asks the issuer. */
async function withResource(issuer, introspection, use) {
    const port = await freePort();
    const options = [`-Dmcp.oauth.resource.authorization-servers=${issuer}`];
    const before = { ...process.env };
    for (const [key, value] of Object.entries(introspection)) {
        // by the environment: values may have blanks
        process.env[`MCP_OAUTH_RESOURCE_INTROSPECTION_${key.replaceAll('-', '_').toUpperCase()}`] = value;
    }
    process.env.JAVA_OPTS = `${options.join(' ')} ${process.env.JAVA_OPTS ?? ''}`;
    try {
        await withServer(async url => {
            assert.equal(url, `http://127.0.0.1:${port}/mcp`);
            await use(url);
        }, port);
    } finally {
        for (const key of Object.keys(process.env)) if (!(key in before)) delete process.env[key];
        Object.assign(process.env, before);
        if (before.JAVA_OPTS === undefined) delete process.env.JAVA_OPTS;
    }
}

function steps(url, issuer, questions, contentType) {
    let token;
    return [
        ['an active token is accepted, and asked about once for each request', async () => {
            token = await tokenFor(issuer, { resource: url, scope: 'mcp:tools' });
            assert.equal(token.split('.').length, 1, 'an opaque token');
            questions.length = 0;
            const caller = await whoami(url, token);
            assert.equal(caller.clientId, 'caller');
            assert.equal(caller.iss, issuer);
            await whoami(url, token);
            assert.deepEqual(questions.map(question => question.status), [200, 200]);
            assert.ok(questions.every(question => question.accept === contentType));
            assert.ok(questions.every(question => question.contentType.startsWith(contentType)));
        }],
        ['a scope that the token lacks is challenged with 403', async () => {
            const { response } = await call(url, token, 'notes_add', { text: 'x' });
            assert.equal(response.status, 403);
            assert.match(challengeOf(response).scope, /\bnotes:write\b/);
        }],
        ['a revoked token is refused at once', async () => {
            await post(issuer, '/token/revocation', 'caller', { token });
            await refused(url, token);
        }],
        ['an expired token is refused', async () => {
            const short = await tokenFor(issuer, { resource: url, scope: 'mcp:tools' }, 'short');
            assert.equal((await whoami(url, short)).clientId, 'short');
            await endOf(url, short);
            await refused(url, short);
        }],
        ['a token for another resource is refused', async () => {
            await refused(url, await tokenFor(issuer, { resource: 'https://elsewhere.example/mcp', scope: 'mcp:tools' }));
        }],
        ['a token for no resource is refused', async () => {
            await refused(url, await tokenFor(issuer, {}));
        }],
        ['a token of another server is refused', async () => {
            await withIssuer(async stranger => {
                await refused(url, await tokenFor(stranger, { resource: url, scope: 'mcp:tools' }));
            });
        }],
        ['invented tokens are refused and disturb nobody', async () => {
            const good = await tokenFor(issuer, { resource: url, scope: 'mcp:tools' });
            await whoami(url, good);
            const invented = Array.from({ length: 40 }, (_, i) => refused(url, `invented-${i}`));
            await Promise.all([...invented, whoami(url, good), whoami(url, good)]);
        }],
    ];
}

function boundSteps(url, issuer) {
    let session, token;
    return [
        ['a token that is bound to a DPoP key is accepted with its proof', async () => {
            session = await DpopSession.create();
            token = await boundToken(issuer, session, { resource: url, scope: 'mcp:tools' });
            const { response } = await proved(url, session, token);
            assert.equal(response.status, 200);
        }],
        ['it is no bearer token', async () => {
            await refused(url, token);
        }],
        ['the proof of another key is refused', async () => {
            const { response } = await proved(url, await DpopSession.create(), token);
            assert.equal(response.status, 401);
        }],
    ];
}

function wrongSteps(url, issuer, questions) {
    let token;
    return [
        ['503 with Retry-After, no challenge', async () => {
            token = await tokenFor(issuer, { resource: url, scope: 'mcp:tools' });
            questions.length = 0;
            await unavailable(url, token);
        }],
        // a 401 for a token that was never accepted may be about that token: it keeps nobody from asking
        ['a second request is asked about too, and is 503 again', async () => {
            await unavailable(url, token);
            assert.deepEqual(questions.map(question => question.status), [401, 401]);
        }],
    ];
}

function plainSteps(url, issuer, questions) {
    return [
        ['503: nothing else is taken instead', async () => {
            await unavailable(url, await tokenFor(issuer, { resource: url, scope: 'mcp:tools' }));
            assert.deepEqual(questions.map(question => question.contentType), ['application/json; charset=utf-8']);
        }],
    ];
}

async function refused(url, token) {
    const { response } = await rpc(url, STATELESS, { method: 'tools/list', token });
    assert.equal(response.status, 401);
    assert.equal(challengeOf(response).error, 'invalid_token');
}

async function unavailable(url, token) {
    const { response } = await rpc(url, STATELESS, { method: 'tools/list', token });
    assert.equal(response.status, 503);
    assert.ok(Number(response.headers.get('retry-after')) >= 1);
    assert.equal(response.headers.get('www-authenticate'), null);
}

async function endOf(url, token) {
    const limit = Date.now() + END_LIMIT_MS;
    for (;;) {
        const { response } = await rpc(url, STATELESS, { method: 'tools/list', token });
        if (response.status !== 200) return;
        assert.ok(Date.now() < limit, 'the token does not end');
        await new Promise(resolve => setTimeout(resolve, POLL_MS));
    }
}

async function whoami(url, token) {
    const { response, message } = await call(url, token, 'whoami', {});
    assert.equal(response.status, 200);
    return JSON.parse(message.result.content[0].text);
}

function call(url, token, name, args) {
    return rpc(url, STATELESS, { method: 'tools/call', params: { name, arguments: args }, token });
}

async function proved(url, session, token) {
    const proof = await session.buildProof({ htm: 'POST', htu: url, accessToken: token });
    return rpc(url, STATELESS, {
        method: 'tools/list',
        headers: { authorization: `DPoP ${token}`, dpop: proof },
    });
}

async function boundToken(issuer, session, form) {
    const proof = await session.buildProof({ htm: 'POST', htu: `${issuer}/token` });
    const response = await post(issuer, '/token', 'caller', { grant_type: 'client_credentials', ...form }, { dpop: proof });
    const { access_token: token, token_type: type } = await response.json();
    assert.equal(type, 'DPoP');
    return token;
}

async function tokenFor(issuer, form, client = 'caller') {
    const response = await post(issuer, '/token', client, { grant_type: 'client_credentials', ...form });
    return (await response.json()).access_token;
}

async function post(issuer, path, client, form, headers = {}) {
    const credentials = `${encodeURIComponent(client)}:${encodeURIComponent(SECRET)}`;
    const response = await ask(issuer + path, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}`, ...headers },
        body: new URLSearchParams(form),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
}
