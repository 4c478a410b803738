// What every sequence does with openid-client: registering, the user's dialogue, the expected refusal.
import assert from 'node:assert/strict';
import * as oidc from 'openid-client';
import { login } from '../lib/login.mjs';
import { ALICE } from '../lib/oauth.mjs';

export const CALLBACK = 'http://127.0.0.1:18082/callback';

/** Registers a client (RFC 7591) and configures openid-client with the answer. */
export function register(url, metadata, authentication, algorithm = 'oauth2') {
    return oidc.dynamicClientRegistration(
        new URL(new URL(url).origin),
        {
            client_name: 'openid-client',
            redirect_uris: [CALLBACK],
            grant_types: ['authorization_code', 'refresh_token'],
            response_types: ['code'],
            ...metadata,
        },
        authentication,
        { algorithm, execute: [oidc.allowInsecureRequests] },
    );
}

/** An authorization request and what belongs to its answer. */
export class Dialogue {
    constructor(config, resource, scope = 'mcp:tools notes:read') {
        this.config = config;
        this.verifier = oidc.randomPKCECodeVerifier();
        this.state = oidc.randomState();
        this.resource = resource;
        this.scope = scope;
    }

    async parameters() {
        return {
            redirect_uri: CALLBACK,
            scope: this.scope,
            state: this.state,
            resource: this.resource,
            code_challenge: await oidc.calculatePKCECodeChallenge(this.verifier),
            code_challenge_method: 'S256',
        };
    }

    /** The user logs in and approves; the URL that comes back has the code. */
    async answer(authorizationUrl) {
        const url = authorizationUrl ?? oidc.buildAuthorizationUrl(this.config, await this.parameters());
        return login(url, ALICE, CALLBACK);
    }

    redeem(answer, options) {
        const checks = { pkceCodeVerifier: this.verifier, expectedState: this.state };
        return oidc.authorizationCodeGrant(this.config, answer, checks, { resource: this.resource }, options);
    }
}

/** Proves that the server refuses with an error of OAuth. */
export async function refused(error, promise) {
    await assert.rejects(promise, failure => {
        assert.equal(failure.error, error, describeFailure(failure));
        return true;
    });
}

/** Proves that the server asks for the right credentials (RFC 6749, section 5.2): the client sees nothing but the challenge. */
export async function unauthenticated(promise) {
    await assert.rejects(promise, failure => {
        assert.deepEqual([failure.status, failure.cause?.[0]?.scheme], [401, 'basic'], describeFailure(failure));
        return true;
    });
}

/** The claims of a JWT, unverified. */
export function claims(jwt) {
    return JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());
}

function describeFailure(failure) {
    return `${failure.name} ${failure.code ?? ''} ${failure.message} ${failure.cause ? JSON.stringify(failure.cause) : ''}`;
}
