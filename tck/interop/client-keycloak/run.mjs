// Our client at a real Keycloak: registration, codes, rotation, DPoP, resources, exchange, pushed requests, documents.
import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import { withCertificates } from '../lib/certificates.mjs';
import { Checks, describe } from '../lib/checks.mjs';
import { PASSWORD, withDriver } from '../lib/driver.mjs';
import { tokensFor } from '../lib/oauth.mjs';
import { Resource } from '../lib/resource.mjs';
import { freePort } from '../lib/server.mjs';
import { withKeycloak } from '../keycloak-resource/keycloak.mjs';
import { ALICE, REALM, realm, REDIRECT, SECRET } from './realm.mjs';
import { part, Tokens } from './tokens.mjs';

const LIFE_S = 600;
const FEATURES = ['resource-indicators', 'cimd'];
// Keycloak 26.7.3 forgets the resource when an offline token is refreshed: the new access token is for no resource
const ONLINE = { offline: 'NEVER' };

const checks = new Checks();
try {
    const ports = [await freePort(), await freePort()];
    const resources = ports.map(port => `http://127.0.0.1:${port}/mcp`);
    await withCertificates(async authority => {
        const truststore = authority.pemFile('authority');
        await withKeycloak(realm(resources), async keycloak => {
            await withDriver(driver => prove(driver, `${keycloak}/realms/${REALM}`, ports, authority));
        }, { features: FEATURES, truststore });
    });
} catch (error) {
    checks.fail('peers', describe(error));
}
checks.finish();
process.exit();

async function prove(driver, issuer, [plainPort, boundPort], authority) {
    driver.loginAs(ALICE);
    await driver.send('runtime', { runtime: 'plain' });
    const tokens = new Tokens(issuer);
    const plain = await new Resource(issuer, token => tokens.lookUp(token)).start(undefined, plainPort);
    const bound = await new Resource(issuer, token => tokens.lookUp(token), { dpop: true }).start(undefined, boundPort);
    await checks.sequence('codes', codeSteps(driver, issuer, plain, tokens));
    await checks.sequence('DPoP', boundSteps(driver, issuer, bound, tokens));
    await checks.sequence('resources', [targetStep(driver, issuer, tokens)]);
    await checks.sequence('token exchange', exchangeSteps(driver, issuer, plain));
    await checks.sequence('pushed requests', [pushStep(driver, issuer, plain)]);
    await checks.sequence('CIMD', [documentStep(driver, plain, authority)]);
}

function codeSteps(driver, issuer, resource, tokens) {
    const call = () => driver.send('call', { client: 'registered' });
    const clientId = () => driver.authorizations.at(-1).searchParams.get('client_id');
    let first;
    return [
        ['a call finds the realm by its path, registers, has the user log in and is answered', async () => {
            await driver.send('client', { client: 'registered', runtime: 'plain', server: resource.url, ...ONLINE });
            assert.equal((await call()).status, 200);
            first = resource.requests.at(-1).token;
            assert.equal(part(first, 1).iss, issuer);
            assert.equal(part(first, 1).azp, clientId());
        }],
        ['the token is for the resource that was asked for, and for nothing else (RFC 8707)', async () => {
            assert.deepEqual([part(first, 1).aud].flat(), [resource.url]);
        }],
        ['a token at its end is renewed, twice', async () => {
            for (let round = 0; round < 2; round++) {
                const before = resource.requests.at(-1).token;
                await driver.send('elapse', { runtime: 'plain', seconds: LIFE_S + 1 });
                assert.equal((await call()).status, 200);
                assert.notEqual(resource.requests.at(-1).token, before);
            }
            assert.equal(driver.authorizations.length, 1);
        }],
        ['a token that the resource refuses is renewed, and the call repeated', async () => {
            tokens.refuse(resource.requests.at(-1).token);
            assert.equal((await call()).status, 200);
            assert.equal(driver.authorizations.length, 1);
        }],
        ['a spent refresh token is refused, and the newest of its family with it', async () => {
            const { access_token: access, refresh_token: token } = await tokensFor(resource.url, ALICE);
            const refresh = { runtime: 'plain', issuer, clientId: part(access, 1).azp, method: 'none', resource: resource.url };
            const { refresh_token: newest } = await driver.send('refresh', { ...refresh, token });
            await assert.rejects(driver.send('refresh', { ...refresh, token }), { error: 'invalid_grant' });
            await assert.rejects(driver.send('refresh', { ...refresh, token: newest }), { error: 'invalid_grant' });
        }],
        ['an offline token whose refresh forgets the resource costs a login, not a loop', async () => {
            await driver.send('runtime', { runtime: 'offline' });
            await driver.send('client', { client: 'offline', runtime: 'offline', server: resource.url });
            const before = driver.authorizations.length;
            assert.equal((await driver.send('call', { client: 'offline' })).status, 200);
            tokens.refuse(resource.requests.at(-1).token);
            assert.equal((await driver.send('call', { client: 'offline' })).status, 200);
            assert.equal(driver.authorizations.length, before + 2);
        }],
        ['another scope is asked for together with those so far', async () => {
            resource.scope = 'notes:write';
            assert.equal((await call()).status, 200);
            assert.deepEqual(driver.authorizations.at(-1).searchParams.get('scope').split(' ').sort(), ['mcp:tools', 'notes:write']);
            resource.scope = 'mcp:tools';
        }],
        ['revoked tokens are forgotten; the next call asks the user', async () => {
            const before = driver.authorizations.length;
            await driver.send('revoke', { client: 'registered' });
            assert.equal((await call()).status, 200);
            assert.equal(driver.authorizations.length, before + 1);
        }],
        ['a response of another issuer is discarded', async () => {
            await driver.send('client', { client: 'forged', runtime: 'plain', server: resource.url });
            const honest = driver.user;
            driver.user = async (url, redirectUri) => {
                const answer = await honest(url, redirectUri);
                answer.searchParams.set('iss', `${issuer}/`);
                return answer;
            };
            const forged = driver.send('call', { client: 'forged' });
            await assert.rejects(forged, { code: 'RESPONSE_ISSUER_MISMATCH' }).finally(() => (driver.user = honest));
        }],
    ];
}

function boundSteps(driver, issuer, resource, tokens) {
    const call = () => driver.send('call', { client: 'bound' });
    return [
        ['the token is bound to the key of the request, and calls carry proofs', async () => {
            await driver.send('runtime', { runtime: 'bound' });
            await driver.send('client', { client: 'bound', runtime: 'bound', server: resource.url, dpop: 'REQUIRED', ...ONLINE });
            assert.equal((await call()).status, 200);
            const { scheme, token } = resource.requests.at(-1);
            assert.equal(scheme, 'DPoP');
            assert.equal(part(token, 1).cnf.jkt, driver.authorizations.at(-1).searchParams.get('dpop_jkt'));
        }],
        ['a refresh keeps the key', async () => {
            const { token } = resource.requests.at(-1);
            tokens.refuse(token);
            assert.equal((await call()).status, 200);
            assert.equal(part(resource.requests.at(-1).token, 1).cnf.jkt, part(token, 1).cnf.jkt);
        }],
        ['the refresh did it: no user was asked again', async () => {
            assert.equal(driver.authorizations.filter(url => url.searchParams.has('dpop_jkt')).length, 1);
        }],
    ];
}

function targetStep(driver, issuer, tokens) {
    return ['a resource that the realm does not know is invalid_target', async () => {
        const stranger = await new Resource(issuer, token => tokens.lookUp(token)).start();
        try {
            await driver.send('client', { client: 'stranger', runtime: 'plain', server: stranger.url });
            await assert.rejects(driver.send('call', { client: 'stranger' }), { error: 'invalid_target' });
            assert.ok(stranger.requests.every(({ token }) => token === undefined));
        } finally {
            stranger.stop();
        }
    }];
}

function exchangeSteps(driver, issuer, resource) {
    const own = { runtime: 'plain', issuer, clientId: 'exchanger', clientSecret: SECRET, resource: resource.url };
    let subject;
    return [
        ['the token of a user is exchanged', async () => {
            await driver.send('client', {
                client: 'exchanger', runtime: 'plain', server: resource.url, clientId: 'exchanger', clientSecret: SECRET,
            });
            assert.equal((await driver.send('call', { client: 'exchanger' })).status, 200);
            subject = await driver.send('token', { client: 'exchanger' });
            const answer = await driver.send('exchange', { ...own, token: subject });
            assert.equal(answer.issued_token_type, 'urn:ietf:params:oauth:token-type:access_token');
            assert.equal(part(answer.access_token, 1).sub, part(subject, 1).sub);
        }],
        ['a client that may not exchange is refused', async () => {
            const refused = driver.send('exchange', { ...own, clientId: 'refused', token: subject });
            await assert.rejects(refused, { type: 'OAuthErrorException' });
        }],
    ];
}

function pushStep(driver, issuer, resource) {
    return ['a request is pushed; a wrong secret pushes nothing', async () => {
        const push = { runtime: 'plain', issuer, clientId: 'exchanger', clientSecret: SECRET, resource: resource.url, scope: 'mcp:tools' };
        const url = new URL(await driver.send('push', push));
        assert.deepEqual([...url.searchParams.keys()], ['client_id', 'request_uri']);
        await assert.rejects(driver.send('push', { ...push, clientSecret: 'wrong' }), { type: 'OAuthErrorException' });
    }];
}

function documentStep(driver, resource, authority) {
    return ['the client is known by the URL of its document', async () => {
        const port = await freePort();
        const document = `https://127.0.0.1:${port}/clients/interop.json`;
        const text = JSON.stringify({
            client_id: document,
            client_name: 'interop',
            redirect_uris: [REDIRECT],
            grant_types: ['authorization_code', 'refresh_token'],
            response_types: ['code'],
            token_endpoint_auth_method: 'none',
            scope: 'mcp:tools notes:write offline_access',
        });
        const server = createServer({ pfx: await authority.pfx('server'), passphrase: PASSWORD }, (request, response) =>
            response.writeHead(200, { 'content-type': 'application/json' }).end(text));
        await new Promise(resolve => server.listen(port, '127.0.0.1', resolve));
        try {
            await driver.send('client', { client: 'document', runtime: 'plain', server: resource.url, document });
            assert.equal((await driver.send('call', { client: 'document' })).status, 200);
            assert.equal(driver.authorizations.at(-1).searchParams.get('client_id'), document);
        } finally {
            server.close();
            server.closeAllConnections();
        }
    }];
}
