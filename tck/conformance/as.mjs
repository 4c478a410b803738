// The authorization server of the quickstart in the suite, with a login in place of the browser.
import { describe } from '../interop/lib/checks.mjs';
import { login } from '../interop/lib/login.mjs';
import { ALICE, discover, register } from '../interop/lib/oauth.mjs';
import { freePort, withServer } from '../interop/lib/server.mjs';
import { judge, listScenarios, passedNote, suite } from './suite.mjs';

const WIRES = ['2025-11-25', '2026-07-28'];
const SUITE_LIMIT_MS = 60_000;
const CALLBACK_READY = 'Callback server started';
const AUTHORIZATION_URL = /^(https?:\S+[?&]code_challenge=\S+)\n/m;

await judge(verdicts =>
    withServer(async mcpUrl => {
        const { resource, server } = await discover(mcpUrl);
        for (const wire of WIRES) await runAll(verdicts, wire, resource.resource, server);
    }),
);

async function runAll(verdicts, wire, resource, server) {
    const port = await freePort();
    const redirectUri = `http://127.0.0.1:${port}/callback`;
    const clientId = await register(server, redirectUri);
    let dialogue, loginFailure;
    const result = await suite(
        `as/${wire}`,
        ['authorization', '--url', server.issuer, '--client-id', clientId, '--resource', resource]
            .concat('-p', String(port), '--spec-version', wire),
        SUITE_LIMIT_MS,
        (output, stop) => {
            const url = AUTHORIZATION_URL.exec(output)?.[1];
            if (!url || !output.includes(CALLBACK_READY)) return;
            dialogue ??= login(url, ALICE, redirectUri, { visit: true }).catch(error => {
                loginFailure = `login: ${describe(error)}`;
                return stop();
            });
        },
    );
    await dialogue;
    for (const { name } of await listScenarios('authorization')) addVerdict(verdicts, name, wire, result, loginFailure);
}

function addVerdict(verdicts, scenario, wire, result, loginFailure) {
    const checks = Object.entries(result.checks).find(([name]) => name.endsWith(scenario))?.[1] ?? [];
    const reasons = checks
        .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
        .map(({ id, status, errorMessage }) => `${id}: ${errorMessage ?? status}`);
    if (checks.length > 0 && checks.every(({ status }) => status === 'SKIPPED')) {
        verdicts.notRun(`${scenario} ${wire}`, checks[0].errorMessage ?? 'skipped by the suite');
        return;
    }
    if (checks.length === 0) reasons.push('nothing was checked');
    if (reasons.length > 0 && loginFailure) reasons.push(loginFailure);
    if (reasons.length > 0) reasons.push(`see ${result.folder}`);
    verdicts.add(scenario, wire, reasons, passedNote(checks));
}
