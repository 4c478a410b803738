// What an application supplies to the SDKs: storage for one user's credentials, and the way to the browser.
import { randomBytes } from 'node:crypto';

export class HeadlessProvider {
    redirectUrl = 'http://127.0.0.1:18080/callback';
    clientMetadata = {
        client_name: 'interop',
        redirect_uris: [this.redirectUrl],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
    };

    /** The authorization request that a browser would open now. */
    pending;

    #kept = {};

    state() {
        return (this.#kept.state = randomBytes(16).toString('base64url'));
    }

    /** The state of the last authorization request. */
    get lastState() {
        return this.#kept.state;
    }

    redirectToAuthorization(url) {
        this.pending = url;
    }

    /** Takes the authorization request that is waiting, undefined when there is none. */
    takePending() {
        const url = this.pending;
        this.pending = undefined;
        return url;
    }

    clientInformation() {
        return this.#kept.client;
    }

    saveClientInformation(client) {
        this.#kept.client = client;
    }

    tokens() {
        return this.#kept.tokens;
    }

    saveTokens(tokens) {
        this.#kept.tokens = tokens;
    }

    codeVerifier() {
        return this.#kept.verifier;
    }

    saveCodeVerifier(verifier) {
        this.#kept.verifier = verifier;
    }

    discoveryState() {
        return this.#kept.discovery;
    }

    saveDiscoveryState(discovery) {
        this.#kept.discovery = discovery;
    }

    invalidateCredentials(scope) {
        if (scope === 'all') this.#kept = {};
        else delete this.#kept[scope];
    }
}
