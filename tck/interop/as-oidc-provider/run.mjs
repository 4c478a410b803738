// Users of our authorization server log in at a real oidc-provider, with whom it authenticates in two ways.
import { Checks, describe } from '../lib/checks.mjs';
import { freePort, withServer } from '../lib/server.mjs';
import { accountSteps, chooseBob, guessSteps, logInAsBob } from './account.mjs';
import { BROKER, SECRET, withIssuer } from './issuer.mjs';
import { keyedSteps, withKeyedServer } from './keyed.mjs';
import { demandSteps, deputySteps, loginSteps, secretSteps } from './login.mjs';
import { refusedSteps, tamperedSteps } from './refusal.mjs';
import { Scene } from './scene.mjs';

const PROMPTS = ['none', 'login', 'consent'];

const checks = new Checks();
try {
    await withSecret();
    await withKey();
} catch (error) {
    checks.fail('servers', describe(error));
}
checks.finish();
process.exit();

/** Our server has a secret at the issuer, and keys say so. */
function withSecret() {
    return withIssuer(async issuer => {
        const port = await freePort();
        Object.assign(process.env, {
            MCP_OAUTH_AS_LOGIN: 'upstream',
            MCP_OAUTH_AS_OPENID_ENABLED: 'true',
            MCP_OAUTH_AS_UPSTREAM_ISSUER: issuer.url,
            MCP_OAUTH_AS_UPSTREAM_CLIENT_ID: BROKER,
            MCP_OAUTH_AS_UPSTREAM_CLIENT_SECRET: SECRET,
            MCP_OAUTH_AS_UPSTREAM_SCOPES: 'openid,profile,email',
        });
        await issuer.start({ callback: callback(port), prompts: PROMPTS });
        await withServer(async url => {
            const scene = new Scene(url, issuer);
            await prove('login', scene, loginSteps(scene));
            await prove('secret', scene, secretSteps(scene));
            await prove('second client', scene, deputySteps(scene));
            await prove('tampered', scene, tamperedSteps(scene));
            await prove('demands', scene, demandSteps(scene));
            await prove('another account', scene, accountSteps(scene, 'login', logInAsBob));
            await prove('refused', scene, refusedSteps(scene));
        }, port);
    });
}

/** Our server has a key at the issuer, and a bean of the application says so. */
function withKey() {
    return withIssuer(async issuer => {
        const port = await freePort();
        await withKeyedServer(issuer, port, async (url, publicKey) => {
            await issuer.start({ callback: callback(port), keys: [publicKey], choosing: true });
            const scene = new Scene(url, issuer);
            await prove('key', scene, keyedSteps(scene));
            await prove('another account', scene, accountSteps(scene, 'select_account', chooseBob));
            await issuer.restart({ choosing: false });
            await prove('another account', scene, guessSteps(scene));
        });
    });
}

/** Each sequence sees only what it caused. */
function prove(title, { issuer }, steps) {
    issuer.take();
    return checks.sequence(title, steps);
}

function callback(port) {
    return `http://127.0.0.1:${port}/oauth/upstream/callback`;
}
