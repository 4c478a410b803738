// Our client at a real oidc-provider, over http and over https with a private authority.
import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { withCertificates } from '../lib/certificates.mjs';
import { Checks, describe } from '../lib/checks.mjs';
import { PASSWORD, withDriver } from '../lib/driver.mjs';
import { Resource } from '../lib/resource.mjs';
import { boundSteps } from './bound.mjs';
import { codeSteps } from './code.mjs';
import { REDIRECT, SECRET, withIssuer } from './issuer.mjs';

const USER = { name: 'alice', password: 'any' };

const checks = new Checks();
try {
    await withCertificates(async authority => {
        tls.setDefaultCACertificates([await authority.pem('authority')]);
        await withDriver(async driver => {
            driver.loginAs(USER);
            await overHttp(driver);
            await overHttps(driver, authority);
        });
    });
} catch (error) {
    checks.fail('peers', describe(error));
}
checks.finish();
process.exit();

async function overHttp(driver) {
    await driver.send('runtime', { runtime: 'http' });
    await withIssuer(async issuer => {
        await withResource(issuer, {}, async resource => {
            await checks.sequence('http', codeSteps(driver, issuer, resource, { runtime: 'http' }));
        });
        await withResource(issuer, { dpop: true }, async resource => {
            await checks.sequence('http, DPoP', boundSteps(driver, issuer, resource, { runtime: 'http' }));
        });
        await checks.sequence('http, resources', [targetStep(driver, issuer)]);
    });
    await withIssuer(async issuer => {
        await withResource(issuer, {}, resource => checks.sequence('http, PAR', pushedSteps(driver, issuer, resource)));
    }, { pushed: true });
}

async function overHttps(driver, authority) {
    const certificate = { pfx: await authority.pfx('server'), passphrase: PASSWORD };
    const options = { ...certificate, ca: await authority.pem('authority'), requestCert: true, rejectUnauthorized: false };
    await driver.send('runtime', { runtime: 'https', trust: authority.trust() });
    await withIssuer(async issuer => {
        await withResource(issuer, { certificate }, async resource => {
            await checks.sequence('https', codeSteps(driver, issuer, resource, { runtime: 'https', trust: authority.trust() }));
            await checks.sequence('https, certificates', certificateSteps(driver, issuer, resource, authority));
            await checks.sequence('https, CIMD', documentSteps(driver, issuer, resource));
        });
        await withResource(issuer, { dpop: true, certificate }, async resource => {
            await checks.sequence('https, DPoP', boundSteps(driver, issuer, resource, { runtime: 'https', trust: authority.trust() }));
        });
    }, { tls: options });
}

async function withResource(issuer, { dpop, certificate }, use) {
    const resource = await new Resource(issuer.url, token => issuer.lookUp(token), { dpop }).start(certificate);
    issuer.resources.push(resource.url);
    try {
        await use(resource);
    } finally {
        resource.stop();
    }
}

function targetStep(driver, issuer) {
    return ['a resource that the server does not know is invalid_target, and no code is redeemed', async () => {
        const stranger = await new Resource(issuer.url, token => issuer.lookUp(token)).start();
        try {
            issuer.take('/token');
            await driver.send('client', { client: 'stranger', runtime: 'http', server: stranger.url, clientId: 'basic', clientSecret: SECRET });
            const refused = await failure(driver.send('call', { client: 'stranger' }));
            assert.equal(refused.error, 'invalid_target');
            assert.equal(refused.type, 'OAuthErrorException');
            assert.deepEqual(issuer.take('/token'), []);
        } finally {
            stranger.stop();
        }
    }];
}

function pushedSteps(driver, issuer, resource) {
    return [
        ['the request is pushed, the browser sees a reference only', async () => {
            await driver.send('client', { client: 'pushed', runtime: 'http', server: resource.url, clientId: 'post', clientSecret: SECRET });
            assert.equal((await driver.send('call', { client: 'pushed' })).status, 200);
            assert.deepEqual([...driver.authorizations.at(-1).searchParams.keys()], ['client_id', 'request_uri']);
            const [pushed] = issuer.take('/request');
            assert.equal(pushed.status, 201);
            assert.equal(pushed.form.resource, resource.url);
            assert.equal(pushed.form.code_challenge_method, 'S256');
            assert.equal(pushed.form.redirect_uri, REDIRECT);
        }],
        ['a client with a wrong secret cannot push', async () => {
            await driver.send('client', { client: 'unknown', runtime: 'http', server: resource.url, clientId: 'post', clientSecret: 'wrong' });
            const before = driver.authorizations.length;
            assert.equal((await failure(driver.send('call', { client: 'unknown' }))).error, 'invalid_client');
            assert.equal(driver.authorizations.length, before);
        }],
    ];
}

function certificateSteps(driver, issuer, resource, authority) {
    const machine = { server: resource.url, grant: 'CLIENT_CREDENTIALS', clientId: 'certified', method: 'tls_client_auth' };
    return [
        ['certificates of another authority are refused, and nothing is sent', async () => {
            await driver.send('runtime', { runtime: 'wary', trust: authority.trust('stranger') });
            await driver.send('client', { client: 'wary', runtime: 'wary', server: resource.url });
            const before = [issuer.requests.length, resource.requests.length];
            const refused = await failure(driver.send('call', { client: 'wary' }));
            assert.match(`${refused.type} ${refused.message}`, /SSL|certif|CONNECTION_FAILED/i);
            assert.deepEqual([issuer.requests.length, resource.requests.length], before);
        }],
        ['mutual TLS: the certificate is the credential, and the token is bound to it', async () => {
            await driver.send('runtime', { runtime: 'certified', trust: authority.trust(), own: authority.file('client') });
            await driver.send('client', { client: 'certified', runtime: 'certified', ...machine });
            assert.equal((await driver.send('call', { client: 'certified' })).status, 200);
            const [request] = issuer.take('/token').slice(-1);
            assert.equal(request.form.client_id, 'certified');
            assert.equal(request.form.client_secret ?? request.form.client_assertion, undefined);
            const { raw } = new X509Certificate(await authority.pem('client'));
            const token = await driver.send('token', { client: 'certified' });
            assert.equal((await issuer.lookUp(token)).x5t, createHash('sha256').update(raw).digest('base64url'));
        }],
        ['without a certificate the client is nobody', async () => {
            await driver.send('client', { client: 'bare', runtime: 'https', ...machine });
            assert.equal((await failure(driver.send('call', { client: 'bare' }))).error, 'invalid_client');
        }],
        ['the certificate of another authority is no credential', async () => {
            await driver.send('runtime', { runtime: 'forged', trust: authority.trust(), own: authority.file('stranger') });
            await driver.send('client', { client: 'forged', runtime: 'forged', ...machine });
            assert.equal((await failure(driver.send('call', { client: 'forged' }))).error, 'invalid_client');
        }],
    ];
}

function documentSteps(driver, issuer, resource) {
    const document = `${issuer.url}/clients/interop.json`;
    const client = { client: 'document', runtime: 'https', server: resource.url, document };
    return [
        ['the client is known by the URL of its document, and registers nowhere', async () => {
            issuer.documents.set('/clients/interop.json', {
                client_id: document,
                client_name: 'interop',
                redirect_uris: [REDIRECT],
                grant_types: ['authorization_code', 'refresh_token'],
                response_types: ['code'],
                token_endpoint_auth_method: 'none',
                application_type: 'native',
            });
            issuer.take('/reg');
            await driver.send('client', client);
            assert.equal((await driver.send('call', { client: 'document' })).status, 200);
            assert.equal(driver.authorizations.at(-1).searchParams.get('client_id'), document);
            assert.deepEqual(issuer.take('/reg'), []);
        }],
    ];
}

async function failure(command) {
    return command.then(
        value => assert.fail(`succeeded: ${JSON.stringify(value)}`),
        error => {
            if (error.name !== 'ClientFailure') throw error;
            return error;
        },
    );
}
